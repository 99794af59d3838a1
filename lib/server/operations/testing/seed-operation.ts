import { type Insertable, type Kysely, sql } from "kysely";
import type { OperationRow } from "@/lib/server/db/operation-tables";
import type { Tables } from "@/lib/server/db/tables";
import type { ItemStatus } from "@/lib/core/domain/item-groups";
import type { Fleet } from "@/lib/server/config/fleet";

export const fleetOf = (id: string): Fleet => ({
  id,
  name: id,
  region: "eu-west-1",
  account: null,
  endpoint: null,
  thresholds: { stuckMinutes: 60, waitingMinutes: 1_440, stuckMinutesOfJob: {}, stuckMinutesOfType: {} },
  permissions: null,
  bulkLimit: 1_000,
  cancelsPerSecond: 10,
  quotaShare: 0.8,
  indexShare: 0.3,
});

/** A valid operation id. Names must differ in a letter or two. */
export const operationId = (name: string): string => `op_${name.padEnd(12, "a")}`;

/** Seeds an operation as a request would have written it, with a test's own values over it. */
export async function seedOperation(
  kysely: Kysely<Tables>,
  more: Partial<Insertable<OperationRow>> = {},
  statuses: Partial<Record<ItemStatus, number>> = {},
): Promise<string> {
  const id = more.id ?? operationId("x");
  const total = Object.values(statuses).reduce((sum, count) => sum + count, 0);
  await kysely
    .insertInto("operation")
    .values({
      id,
      fleet_id: "north",
      person_id: "ada",
      person: JSON.stringify({ id: "ada", name: "Ada", email: null, role: "operator", address: "192.0.2.7" }),
      question: JSON.stringify({ kind: "job", jobId: "fw-1", statuses: ["QUEUED"], name: null }),
      order: JSON.stringify({
        force: false,
        statusDetails: {},
        keepDeviceDetails: false,
        reason: "wrong image",
      }),
      left_out: JSON.stringify({ inProgress: 0, finished: 0, gone: 0, unknownStatus: 0, notAllowed: 0 }),
      state: "running",
      stop_cause: null,
      retry_of: null,
      total,
      planned_at: new Date(),
      started_at: null,
      finished_at: null,
      ...more,
    })
    .execute();
  let seq = 0;
  for (const [status, count] of Object.entries(statuses)) {
    await seedItems(kysely, id, status as ItemStatus, seq, count);
    seq += count;
  }
  return id;
}

/** Items named `Kiosk-<seq>`, all of one status. Those with an outcome ended just now. */
function seedItems(kysely: Kysely<Tables>, id: string, status: ItemStatus, from: number, count: number) {
  const isOpen = status === "waiting" || status === "in-hand";
  const state = isOpen ? status : "settled";
  const outcome = isOpen ? null : status;
  return sql`
    insert into operation_item
      (operation_id, seq, thing_name, job_id, planned_status, state, outcome, note, tries, settled_at)
    select ${id}, seq, 'Kiosk-' || seq, 'fw-1', 'QUEUED', ${state}::text, ${outcome}::text,
      case when ${isOpen}::boolean then null else '{"kind":"canceled","status":"CANCELED"}' end,
      ${isOpen ? 0 : 1}::integer, case when ${isOpen}::boolean then null else now() end
    from generate_series(${from}::integer, ${from + count - 1}::integer) as seq`.execute(kysely);
}
