import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import { NO_TRIAGE_FILTER, type TriageFilter } from "@/lib/core/contracts/triage-filter";
import type { Tables } from "@/lib/server/db/tables";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { ok, type Result } from "@/lib/core/domain/result";
import { COUNTED_UP_TO, type TriageCounts } from "@/lib/core/domain/triage";
import type { GroupServices } from "@/lib/server/groups/read-group-scope";
import { listOpenAlerts } from "@/lib/server/alerts/list-open-alerts";
import { maybeStuck, narrowStuck } from "./narrow-stuck";
import { readIndexAge } from "@/lib/server/open-executions/store/read-index-age";
import { readStuckFilter } from "./read-stuck-filter";
import type { TriageServices } from "./triage-services";

const NO_FILTER = { ...NO_TRIAGE_FILTER, groups: null };

/**
 * Counts the executions that match a filter, and those that may match: facts of their things are not known. Each count goes
 * up to `COUNTED_UP_TO`.
 */
export async function countStuck(
  services: TriageServices & GroupServices,
  actor: Actor,
  given: TriageFilter,
): Promise<Result<{ total: number; mayFit: number }, ReadFailure>> {
  const { fleet } = services;
  const may = authorize(actor, "read", { fleetId: fleet.id });
  if (!may.ok) return may;
  const [{ kysely }, { filter }] = await Promise.all([services.database(), readStuckFilter(services, given)]);
  const maybe = maybeStuck(fleet.id, filter);
  const [total, mayFit] = await Promise.all([
    count(kysely, narrowStuck(fleet.id, filter)),
    maybe === null ? 0 : count(kysely, maybe),
  ]);
  return ok({ total, mayFit });
}

/** Reads the numbers of every page's navigation: what is stuck, what waits too long, and the open alerts. */
export async function readTriageCounts(
  { fleet, database }: TriageServices,
  actor: Actor,
): Promise<Result<TriageCounts, ReadFailure>> {
  const may = authorize(actor, "read", { fleetId: fleet.id });
  if (!may.ok) return may;
  const { kysely } = await database();
  const [stuck, waiting, alerts, age] = await Promise.all([
    count(kysely, narrowStuck(fleet.id, { ...NO_FILTER, state: "stuck" })),
    count(kysely, narrowStuck(fleet.id, { ...NO_FILTER, state: "waiting" })),
    listOpenAlerts(kysely, fleet.id),
    readIndexAge(kysely, fleet.id),
  ]);
  return ok({ stuck, waiting, alerts, age });
}

async function count(kysely: Kysely<Tables>, which: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*)::int as total
    from (select from open_execution where ${which} limit ${COUNTED_UP_TO}) counted
  `.execute(kysely);
  return rows[0]!.total;
}
