import { type RawBuilder, sql } from "kysely";
import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import { textMapSchema } from "@/lib/core/contracts/text-map";
import type { TriagePage } from "@/lib/core/contracts/triage";
import type { TriageFilter, TriageSort } from "@/lib/core/contracts/triage-filter";
import { jsonColumn } from "@/lib/server/db/json-column";
import type { OpenExecutionRow } from "@/lib/server/db/triage-tables";
import { CONNECTIVITY_STATES } from "@/lib/core/domain/thing";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import { TRIAGE_REASONS, type TriagedExecution } from "@/lib/core/domain/triage";
import type { GroupServices } from "@/lib/server/groups/read-group-scope";
import { packPlace, type Place, unpackPlace } from "./cursor";
import { narrowStuck } from "./narrow-stuck";
import { readIndexAge } from "@/lib/server/open-executions/store/read-index-age";
import { readStuckFilter } from "./read-stuck-filter";
import type { TriageServices } from "./triage-services";

const PAGE_SIZE = 100;

const statusDetailsColumn = jsonColumn("open_execution.status_details", textMapSchema);

/** Each order ends with the key, so a page starts exactly where the one before ended. */
const ORDERS: Readonly<Record<TriageSort, readonly string[]>> = {
  since: ["since", "job_id", "thing_name"],
  thing: ["thing_name", "job_id"],
  job: ["job_id", "status", "since", "thing_name"],
  reason: ["reason", "since", "job_id", "thing_name"],
  severity: ["severity", "job_id", "thing_name"],
  behind: ["behind", "job_id", "thing_name"],
  connectivity: ["connectivity", "job_id", "thing_name"],
};

/**
 * Lists the executions that are stuck or wait too long: a page, in any order over the whole index.
 *
 * Pages are found by keyset and not by offset: a page starts after the last row of the previous one, in a database
 * index of the same order. So the thousandth page costs as much as the first.
 */
export async function listStuck(
  services: TriageServices & GroupServices,
  actor: Actor,
  query: TriageFilter & { sort: TriageSort; order: "asc" | "desc"; cursor: string | null },
): Promise<Result<TriagePage<TriagedExecution>, ReadFailure>> {
  const { sort, order, cursor, ...given } = query;
  const may = authorize(actor, "read", { fleetId: services.fleet.id });
  if (!may.ok) return may;
  const columns = ORDERS[sort];
  const after = cursor === null ? null : unpackPlace(cursor, columns.length);
  if (cursor !== null && after === null)
    return fail({ kind: "invalid-request", api: "the console", message: "cursor: it is not of this list" });

  const [{ kysely }, { filter, groupsBelow }] = await Promise.all([
    services.database(),
    readStuckFilter(services, given),
  ]);
  const direction = sql.raw(order);
  const inOrder = (table: string) =>
    sql.join(columns.map((column) => sql`${valueOf(column, table)} ${direction}`));
  // Finds the keys first, by an index that covers the filters, so that it need not read a million rows.
  const found = sql<OpenExecutionRow>`
    select execution.* from (
      select fleet_id, job_id, thing_name from open_execution as candidate
      where ${narrowStuck(services.fleet.id, filter)} ${onlyStuckReasons(sort, filter.state)} ${after ? sql`and ${isAfter(columns, after, order)}` : sql``}
      order by ${inOrder("candidate")}
      limit ${PAGE_SIZE + 1}
    ) as page join open_execution as execution using (fleet_id, job_id, thing_name)
    order by ${inOrder("execution")}`.execute(kysely);
  const [{ rows }, age] = await Promise.all([found, readIndexAge(kysely, services.fleet.id)]);
  const page = rows.slice(0, PAGE_SIZE);
  const last = rows.length > PAGE_SIZE ? page.at(-1)! : null;
  return ok({
    rows: page.map(toTriaged),
    cursor: last && packPlace(columns.map((column) => placeOf(last, column))),
    readAt: new Date(),
    age,
    groupsBelow,
  });
}

/**
 * If only stuck executions are listed by reason, limits the scan to their reasons, which are adjacent in that order.
 */
const onlyStuckReasons = (sort: TriageSort, state: TriageFilter["state"]) =>
  sort === "reason" && state === "stuck" ? sql`and reason >= 'stuck' and reason < 'stucl'` : sql``;

/**
 * Replaces unknown connectivity, which is null, by an empty text, which sorts first. A cursor cannot compare with null.
 */
const valueOf = (column: string, table: string) => {
  const value = sql.ref(`${table}.${column}`);
  return column === "connectivity" ? sql`coalesce(${value}, '')` : value;
};

function isAfter(columns: readonly string[], after: Place, order: "asc" | "desc"): RawBuilder<unknown> {
  const sign = order === "asc" ? sql`>` : sql`<`;
  const values = after.map((value, at) =>
    columns[at] === "since" ? sql`${value}::timestamptz` : sql`${value}`,
  );
  return sql`(${sql.join(columns.map((column) => valueOf(column, "candidate")))}) ${sign} (${sql.join(values)})`;
}

function placeOf(row: OpenExecutionRow, column: string): Place[number] {
  const value = row[column as keyof OpenExecutionRow];
  if (value instanceof Date) return value.toISOString();
  if (column === "connectivity") return row.connectivity ?? "";
  return typeof value === "number" || typeof value === "string" ? value : null;
}

function toTriaged(row: OpenExecutionRow): TriagedExecution {
  return {
    thingName: row.thing_name,
    jobId: row.job_id,
    status: row.status,
    queuedAt: row.queued_at,
    startedAt: row.started_at,
    lastUpdatedAt: row.last_updated_at,
    executionNumber: row.execution_number,
    readAt: row.read_at,
    reason: TRIAGE_REASONS.find((reason) => reason === row.reason) ?? "stuck",
    since: row.since ?? row.read_at, // a due row has one, as due_at is computed from it
    severity: row.severity,
    hasTimeout: row.has_timeout,
    behind: row.behind,
    blockedBy: row.blocked_by,
    typeName: row.thing_type,
    connectivity: CONNECTIVITY_STATES.find((state) => state === row.connectivity) ?? null,
    versionNumber: row.version_number,
    statusDetails: statusDetailsColumn.parse(row.status_details),
  };
}
