import { sql } from "kysely";
import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { ok, type Result } from "@/lib/core/domain/result";
import type { OpenOfThing } from "@/lib/core/domain/triage";
import type { TriageServices } from "./triage-services";

interface OpenRow {
  thing_name: string;
  open: number;
  in_progress: number;
  blocked_by: string | null;
  read_at: Date;
}

/** Counts the open executions of these things. A thing without any is left out. */
export async function listOpenOfThings(
  { fleet, database }: TriageServices,
  actor: Actor,
  { things }: { things: readonly string[] },
): Promise<Result<{ things: OpenOfThing[] }, ReadFailure>> {
  const may = authorize(actor, "read", { fleetId: fleet.id });
  if (!may.ok) return may;
  const { rows } = await sql<OpenRow>`
    select thing_name, count(*)::int as open, count(*) filter (where status = 'IN_PROGRESS')::int as in_progress,
      min(job_id) filter (where status = 'IN_PROGRESS' and behind > 0 and due_at <= now()) as blocked_by,
      min(read_at) as read_at
    from open_execution
    where fleet_id = ${fleet.id} and thing_name = any(${sql.val(things)}::text[])
    group by thing_name`.execute((await database()).kysely);
  return ok({
    things: rows.map((row) => ({
      thingName: row.thing_name,
      open: row.open,
      inProgress: row.in_progress,
      blockedBy: row.blocked_by,
      readAt: row.read_at,
    })),
  });
}
