import { type RawBuilder, sql } from "kysely";
import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import type { TriagePage } from "@/lib/core/contracts/triage";
import { type GroupSort, NO_TRIAGE_FILTER, type TriageFilter } from "@/lib/core/contracts/triage-filter";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import type { TriageGroup, TriageView } from "@/lib/core/domain/triage";
import type { GroupServices } from "@/lib/server/groups/read-group-scope";
import { packPlace, unpackPlace } from "./cursor";
import { narrowStuck, type StuckFilter } from "./narrow-stuck";
import { readIndexAge } from "@/lib/server/open-executions/store/read-index-age";
import { readStuckFilter } from "./read-stuck-filter";
import type { TriageServices } from "./triage-services";

const PAGE_SIZE = 100;

const KEYS = { job: "job_id", thing: "thing_name", reason: "reason" } as const;

interface GroupRow {
  key: string;
  stuck: number;
  waiting: number;
  since: Date | null;
}

/** Lists what is stuck or waits too long by job, thing or reason: a page of groups, in any order over the whole index. */
export async function groupStuck(
  services: TriageServices & GroupServices,
  actor: Actor,
  query: TriageFilter & {
    view: Groups;
    by: GroupSort;
    dir: "asc" | "desc";
    cursor: string | null;
  },
): Promise<Result<TriagePage<TriageGroup>, ReadFailure>> {
  const { view, by, dir, cursor, ...given } = query;
  const may = authorize(actor, "read", { fleetId: services.fleet.id });
  if (!may.ok) return may;
  const after = cursor === null ? null : unpackPlace(cursor, 2);
  if (cursor !== null && after === null)
    return fail({ kind: "invalid-request", api: "the console", message: "cursor: it is not of this list" });

  const [{ kysely }, { filter, groupsBelow }] = await Promise.all([
    services.database(),
    readStuckFilter(services, given),
  ]);
  const direction = sql.raw(dir);
  const sign = dir === "asc" ? sql`>` : sql`<`;
  const value = by === "since" ? sql`${after?.[0]}::timestamptz` : sql`${after?.[0]}`;
  const groups = isUnfiltered(given)
    ? storedGroups(services.fleet.id, view, given.state)
    : countedGroups(services.fleet.id, view, filter);
  const found = sql<GroupRow>`
    select key, stuck, waiting, since from ${groups}
    ${after ? sql`and (${sql.ref(by)}, key) ${sign} (${value}, ${after[1]})` : sql``}
    order by ${sql.ref(by)} ${direction}, key ${direction}
    limit ${PAGE_SIZE + 1}`.execute(kysely);
  const [{ rows }, age] = await Promise.all([found, readIndexAge(kysely, services.fleet.id)]);
  const page = rows.slice(0, PAGE_SIZE);
  const last = rows.length > PAGE_SIZE ? page.at(-1)! : null;
  return ok({
    rows: page.map(({ key, stuck, waiting, since }) => ({ key, stuck, waiting, oldestSince: since })),
    cursor: last && packPlace([by === "since" ? (last.since?.toISOString() ?? null) : last[by], last.key]),
    readAt: new Date(),
    age,
    groupsBelow,
  });
}

type Groups = Exclude<TriageView, "age">;

/** Whether the filter has nothing but a state. */
function isUnfiltered(filter: TriageFilter): boolean {
  const names = Object.keys(NO_TRIAGE_FILTER) as (keyof typeof NO_TRIAGE_FILTER)[];
  return names.every((name) => filter[name] === null);
}

/** The table's triggers maintain these sums, so a page of them is read along an index. */
const storedGroups = (fleetId: string, view: Groups, state: TriageFilter["state"]) =>
  sql`open_group where fleet_id = ${fleetId} and view = ${view} and state = ${state}`;

/** Counts with a filter, from an index that covers all filters but the one by thing group. */
const countedGroups = (fleetId: string, view: Groups, filter: StuckFilter): RawBuilder<unknown> => sql`(
  select ${sql.ref(KEYS[view])} as key, count(*) filter (where status = 'IN_PROGRESS')::int as stuck,
    count(*) filter (where status = 'QUEUED')::int as waiting, min(since) as since
  from open_execution where ${narrowStuck(fleetId, filter)} group by 1
) as grouped where true`;
