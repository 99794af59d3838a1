import { type Kysely, sql } from "kysely";
import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import type { Tables } from "@/lib/server/db/tables";
import type { Operation, OperationPace, RunnerFailure } from "@/lib/core/domain/operation";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import type { Fleet } from "@/lib/server/config/fleet";
import type { OperationServices } from "./operation-services";
import { toOperations } from "./operation-rows";

export interface OperationProgress {
  operation: Operation;
  pace: OperationPace;
  runnerFailure: RunnerFailure | null;
  retries: string[];
}

/** One bulk cancellation: how far it has come, how fast it goes, and what took up its leftovers. */
export async function describeOperation(
  { fleet, database }: Pick<OperationServices, "fleet" | "database">,
  actor: Actor,
  { operationId }: { operationId: string },
): Promise<Result<OperationProgress, ReadFailure>> {
  const may = authorize(actor, "read", { fleetId: fleet.id });
  if (!may.ok) return may;
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
    runnerFailure: toRunnerFailure(speed.failure),
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
  /** Items that were settled lately, and over how long. */
  done: number;
  over_seconds: number | null;
  /** Calls a second that the fleet's runner keeps to now. */
  runner_pace: number | null;
  throttled: boolean;
  /** RunnerFailure. */
  failure: string | null;
  /** Operations that share it. */
  running: number;
}

/** So long ago AWS may have throttled last for it to count as "now": longer than the pauses between two throttled calls. */
const THROTTLED_FOR = "15 seconds";
const PACE_OVER = "30 seconds";
/** The rate limiter lets a second's worth of calls go at once at the start, which is not the rate that it then keeps to. */
const BURST_OVER = "1 second";

/**
 * By the database's clock, as the items were settled by it. The rate is the items settled after the first burst, by the
 * time since the burst's last item. That item is not counted: it marks the start of the interval.
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

function toRunnerFailure(json: string | null): RunnerFailure | null {
  if (json === null) return null;
  const { since, ...rest } = JSON.parse(json) as Omit<RunnerFailure, "since"> & { since: string };
  return { ...rest, since: new Date(since) };
}

/** @param speed as read just now */
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
