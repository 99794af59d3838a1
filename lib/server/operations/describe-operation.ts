import { type Kysely, sql } from "kysely";
import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import type { Tables } from "@/lib/server/db/tables";
import type { Operation, OperationPace, RunnerFailure } from "@/lib/core/domain/operation";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import type { Fleet } from "@/lib/server/config/fleet";
import type { OperationServices } from "./operation-services";
import { runnerFailureColumn } from "./json-columns";
import { toOperations } from "./operation-rows";

export interface OperationProgress {
  operation: Operation;
  pace: OperationPace;
  runnerFailure: RunnerFailure | null;
  /** The ids of operations that retry its items. */
  retries: string[];
}

/** One operation: its progress, its pace, and the operations that retry its items. */
export async function describeOperation(
  { fleet, database }: Pick<OperationServices, "fleet" | "database">,
  actor: Actor,
  { operationId }: { operationId: string },
): Promise<Result<OperationProgress, ReadFailure>> {
  const authorized = authorize(actor, "read", { fleetId: fleet.id });
  if (!authorized.ok) return authorized;
  const { kysely } = await database();
  const row = await kysely
    .selectFrom("operation")
    .selectAll()
    .where("id", "=", operationId)
    .where("fleet_id", "=", fleet.id)
    .executeTakeFirst();
  if (!row) return fail({ kind: "not-found", what: `The operation ${operationId}` });
  const [operation] = await toOperations(kysely, [row]);
  const speed = await readSpeed(kysely, operation!);
  return ok({
    operation: operation!,
    pace: toPace(operation!, fleet, speed),
    runnerFailure: runnerFailureColumn.parse(speed.failure),
    retries: await findRetries(kysely, operationId),
  });
}

async function findRetries(kysely: Kysely<Tables>, operationId: string): Promise<string[]> {
  const rows = await kysely
    .selectFrom("operation")
    .select("id")
    .where("retry_of", "=", operationId)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return rows.map(({ id }) => id);
}

interface Speed {
  /** Items that ended lately, and over how long. */
  done: number;
  over_seconds: number | null;
  /** Calls a second that the rate limiter of the fleet's runner allows now. */
  runner_pace: number | null;
  throttled: boolean;
  failure: string | null;
  /** Running operations, which share it. */
  running: number;
}

/** AWS throttles now if it did so within this time: longer than the pause between two throttled calls. */
const THROTTLED_FOR = "15 seconds";
const PACE_OVER = "30 seconds";
/** At the start the rate limiter lets a second's worth of calls go at once. That is not its rate. */
const BURST_OVER = "1 second";

/**
 * The rate is the number of items that ended after the first burst, by the time since the burst's last item. That item
 * is not counted: it marks the start of the interval. All times are of the database's clock.
 */
async function readSpeed(kysely: Kysely<Tables>, { id, fleetId }: Operation): Promise<Speed> {
  const { rows } = await sql<Speed>`
    with recent as (
      select settled_at from operation_item
      where operation_id = ${id} and state = 'settled' and outcome <> 'stopped'
        and settled_at > now() - ${PACE_OVER}::interval
    ), burst as (
      select max(settled_at) as ended_at from recent
      where settled_at < (select min(settled_at) from recent) + ${BURST_OVER}::interval
    )
    select measured.done, measured.over_seconds, runner.pace as runner_pace,
      runner.failure,
      coalesce(runner.throttled_at > now() - ${THROTTLED_FOR}::interval, false) as throttled,
      (select count(*) from operation where fleet_id = ${fleetId} and state = 'running') as running
    from (
      select count(recent.settled_at) as done, extract(epoch from now() - burst.ended_at)::float8 as over_seconds
      from burst left join recent on recent.settled_at > burst.ended_at
      group by burst.ended_at
    ) as measured
    left join fleet_runner as runner on runner.fleet_id = ${fleetId}`.execute(kysely);
  return rows[0]!;
}

export function toPace(
  { state, counts, suspension }: Pick<Operation, "state" | "counts" | "suspension">,
  { cancelsPerSecond, quotaShare }: Pick<Fleet, "cancelsPerSecond" | "quotaShare">,
  speed: Speed,
): OperationPace {
  const perSecond = speed.done === 0 ? null : speed.done / Math.max(speed.over_seconds ?? 0, 1);
  const expected = speed.runner_pace ?? (cancelsPerSecond === null ? null : cancelsPerSecond * quotaShare);
  const pace = perSecond ?? (expected === null ? null : expected / Math.max(speed.running, 1));
  const remaining = counts.waiting + counts["in-hand"];
  return {
    perSecond,
    quotaPerSecond: cancelsPerSecond,
    share: quotaShare,
    throttled: state === "running" && speed.throttled,
    secondsLeft:
      state === "running" && suspension === null && speed.failure === null && pace !== null && pace > 0
        ? remaining / pace
        : null,
  };
}
