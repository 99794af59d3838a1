import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import type { FoundNames } from "@/lib/core/contracts/found-names";
import type { Database } from "@/lib/server/db/open-database";
import { THING_NAME_PATTERN } from "@/lib/core/domain/names";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { ok, type Result } from "@/lib/core/domain/result";
import type { Fleet } from "@/lib/server/config/fleet";
import { findNames } from "./find-names";

interface Services {
  fleet: Pick<Fleet, "id">;
  database: () => Promise<Database>;
}

/** Finds the things and jobs that the console has seen by a part of their names. It calls no AWS API, so it answers at once. */
export async function findKnownNames(
  { fleet, database }: Services,
  actor: Actor,
  { part }: { part: string },
): Promise<Result<FoundNames, ReadFailure>> {
  const may = authorize(actor, "read", { fleetId: fleet.id });
  if (!may.ok) return may;
  if (!THING_NAME_PATTERN.test(part)) return ok({ things: [], jobs: [], missing: null }); // no name can contain it
  const { kysely } = await database();
  const { thing, job } = await findNames(kysely, fleet.id, part);
  return ok({ things: thing, jobs: job, missing: null });
}
