import { type Kysely, sql } from "kysely";
import type { Tables } from "@/lib/server/db/tables";
import { FIRST_NUMBER, isFinal, classifyTerminalEvent } from "@/lib/core/domain/classify-terminal-event";
import { endExecutions } from "../store/end-executions";
import type { IndexScope } from "../store/index-scope";
import type { ReadEvent } from "./read-event";
import { withFleetLock } from "../store/with-fleet-lock";

type ExecutionEvent = Extract<ReadEvent, { kind: "execution" }>;
type JobEvent = Extract<ReadEvent, { kind: "job" }>;

/**
 * What an event led to. `ended`: the execution left the index. `doubted`: it will be read from AWS. `outdated`: the
 * index has a later execution than the event is about. `not-open`: the index does not have it. `job-due`: its job is
 * scanned next.
 */
export type EventOutcome = "ended" | "doubted" | "outdated" | "not-open" | "job-due" | "ignored";

/** The time of an event is cut to whole seconds: it happened at some moment of that second. */
const SECOND_MS = 1_000;

/** After these, devices may still work on executions, while AWS no longer lists the job as active (facts 2.6). */
const CANCELED = ["cancellation_in_progress", "canceled"];

/**
 * Applies events to the index at once, as far as they can be trusted: they have no version and no execution number, and
 * arrive late, twice and in any order. Where an event leaves doubt, the execution is read from AWS afterwards.
 *
 * Applying an event again does no harm: at most, an execution is read or a job is scanned once more.
 *
 * @returns the outcome of each, in their order
 */
export async function applyEvents(
  kysely: Kysely<Tables>,
  scope: IndexScope,
  events: readonly ReadEvent[],
): Promise<EventOutcome[]> {
  const classified = await classifyEvents(kysely, scope, events.filter(isOfExecution));
  const those = (outcome: EventOutcome) => [...classified].filter(([, one]) => one.outcome === outcome);
  const ended = those("ended").map(([event, { executionNumber }]) => ({ ...event, executionNumber }));
  await endExecutions(kysely, scope, ended, new Date());
  await rememberEnds(
    kysely,
    scope.fleetId,
    those("not-open").map(([event]) => event),
  );
  await saveHints(
    kysely,
    scope.fleetId,
    those("doubted").map(([event]) => event),
  );
  await makeJobsDue(kysely, scope.fleetId, events.filter(isOfJob));
  return events.map((event) => {
    if (event.kind === "execution") return classified.get(event)!.outcome;
    return event.kind === "job" ? "job-due" : "ignored";
  });
}

const isOfExecution = (event: ReadEvent): event is ExecutionEvent => event.kind === "execution";
const isOfJob = (event: ReadEvent): event is JobEvent => event.kind === "job";

/** The execution number is that of the row in the index. */
type Classified = { outcome: EventOutcome; executionNumber: number | null };

async function classifyEvents(
  kysely: Kysely<Tables>,
  { fleetId }: IndexScope,
  events: readonly ExecutionEvent[],
): Promise<Map<ExecutionEvent, Classified>> {
  if (events.length === 0) return new Map();
  const { rows } = await sql<Row>`
    select job_id as "jobId", thing_name as "thingName", execution_number as "executionNumber",
      queued_at as "queuedAt", last_updated_at as "lastUpdatedAt"
    from open_execution
    join json_to_recordset(${JSON.stringify(events)}::json) as event ("jobId" text, "thingName" text)
      on job_id = event."jobId" and thing_name = event."thingName"
    where fleet_id = ${fleetId}
  `.execute(kysely);
  return new Map(
    events.map((event) => [
      event,
      classify(
        event,
        rows.find(({ jobId, thingName }) => jobId === event.jobId && thingName === event.thingName),
      ),
    ]),
  );
}

type Row = Parameters<typeof classifyTerminalEvent>[1] & { jobId: string; thingName: string };

const OUTCOMES = { over: "ended", earlier: "outdated", doubtful: "doubted" } as const;

function classify(event: ExecutionEvent, row: Row | undefined): Classified {
  if (!row) return { outcome: "not-open", executionNumber: null };
  return { outcome: OUTCOMES[classifyTerminalEvent(event, row)], executionNumber: row.executionNumber };
}

/**
 * Remembers ends of executions that the index does not have: a page that AWS answered before the end may still arrive,
 * and must not insert them. An event has no execution number. But whichever execution ended, the first one is over.
 *
 * An end that is already known stays as it is. If the end is read from AWS later, the read replaces what is written
 * here. The trends then still count it, because its status differs from `told`, which is no status of AWS.
 */
async function rememberEnds(
  kysely: Kysely<Tables>,
  fleetId: string,
  events: readonly ExecutionEvent[],
): Promise<void> {
  const final = events.filter(isFinal).map((event) => ({
    ...event,
    endedAt: new Date((event.at + 1) * SECOND_MS),
  }));
  if (final.length === 0) return;
  await sql`
    insert into ended_execution (fleet_id, job_id, thing_name, execution_number, status, ended_at)
    select ${fleetId}, "jobId", "thingName", ${FIRST_NUMBER}::bigint, 'told', "endedAt"
    from json_to_recordset(${JSON.stringify(final)}::json)
      as event ("jobId" text, "thingName" text, "endedAt" timestamptz)
    on conflict (fleet_id, job_id, thing_name) do nothing
  `.execute(kysely);
}

async function saveHints(
  kysely: Kysely<Tables>,
  fleetId: string,
  doubted: readonly ExecutionEvent[],
): Promise<void> {
  if (doubted.length === 0) return;
  // The database's clock has microseconds, which a `Date` loses. `saveHint` compares for equality, so use this clock.
  await withFleetLock(kysely, fleetId, (transaction) =>
    sql`
      update open_execution set hinted_at = ${new Date()}
      from json_to_recordset(${JSON.stringify(doubted)}::json) as event ("jobId" text, "thingName" text)
      where fleet_id = ${fleetId} and job_id = event."jobId" and thing_name = event."thingName"
    `.execute(transaction),
  );
}

/**
 * Makes the jobs of these events due for a scan. A canceled job that the index has not seen yet is added to it: no list
 * of active jobs names it.
 */
async function makeJobsDue(
  kysely: Kysely<Tables>,
  fleetId: string,
  events: readonly JobEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const jobIds = [...new Set(events.map(({ jobId }) => jobId))];
  const canceled = jobIds.filter((id) =>
    events.some(({ jobId, operation }) => jobId === id && CANCELED.includes(operation)),
  );
  await sql`
    insert into indexed_job (fleet_id, job_id, status, listed_at, next_at)
    select ${fleetId}, job_id, 'CANCELED', 'epoch', 'epoch'
    from json_array_elements_text(${JSON.stringify(canceled)}::json) as job_id
    on conflict (fleet_id, job_id) do nothing
  `.execute(kysely);
  await kysely
    .updateTable("indexed_job")
    .set({ next_at: sql`'epoch'` })
    .where("fleet_id", "=", fleetId)
    .where("job_id", "in", jobIds)
    .execute();
}
