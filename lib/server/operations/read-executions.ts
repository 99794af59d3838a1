import type { Page } from "@/lib/core/contracts/page";
import type { PlannedExecution } from "@/lib/core/domain/cancel-plan";
import type { ExecutionRef, ExecutionSummary } from "@/lib/core/domain/execution";
import { isSameTime } from "@/lib/core/domain/observed-execution";
import type { SeenExecution } from "@/lib/core/domain/operation";
import { OPEN_STATUSES } from "@/lib/core/domain/execution-status";
import { type JobCounts, totalExecutions } from "@/lib/core/domain/job";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import type { Result } from "@/lib/core/domain/result";
import {
  NotReadable,
  readWithRetries,
  PLAN_READS,
  type SelectorPage,
  type SelectorReader,
  readOpen,
  readPages,
} from "./plan-reads";

/** If no more executions than this are picked, each is described, even if lists would take fewer calls. */
const DESCRIBED_ANYWAY = 50;
/** Rows of a page of AWS's lists. */
const PAGE_SIZE = 250;
/** An estimate of a thing's list of all statuses: AWS has no count of it. */
const PAGES_OF_A_THING = 4;
/** A job's counters take a call to read. For fewer executions than this, that call does not pay off. */
const WORTH_COUNTERS = 4;
/** In parallel; the rate limiter paces them. */
const DESCRIBED_AT_ONCE = 10;

/** A page that still includes replaced executions. */
type PageOfPicked = Omit<SelectorPage, "replaced">;

/** The selected executions that have not been found yet, by their key. */
type Wanted = Map<string, SeenExecution>;

const keyOf = ({ thingName, jobId }: ExecutionRef) => `${thingName}/${jobId}`;

/**
 * Reads exactly these executions, each as AWS has it now, with few calls.
 *
 * One call lists 250 executions or describes one. If listing a job's or a thing's open executions takes fewer calls
 * than describing the picked ones, they are listed and filtered. An execution that is not open is then looked up in the
 * list of all statuses, or described: "finished" and "gone" are always read and never assumed.
 *
 * @throws NotReadable
 */
export async function* readExecutions(
  iot: SelectorReader,
  picked: readonly SeenExecution[],
): AsyncGenerator<SelectorPage> {
  const wanted: Wanted = new Map(picked.map((seen) => [keyOf(seen), seen]));
  const seen = new Map(wanted);
  for await (const page of readWanted(iot, wanted)) yield withoutReplaced(page, seen);
}

/** Removes executions that are not the ones picked any more: a later execution or attempt of the same job and thing. */
function withoutReplaced(page: Omit<SelectorPage, "replaced">, seen: Wanted): SelectorPage {
  const found = page.found.filter((row) => isSameAsPicked(seen.get(keyOf(row)), row));
  return { ...page, found, replaced: page.found.length - found.length };
}

function isSameAsPicked(seen: SeenExecution | undefined, now: PlannedExecution): boolean {
  const { executionNumber = null, queuedAt = null, startedAt = null } = seen ?? {};
  const isOtherNumber =
    executionNumber !== null && now.executionNumber !== null && executionNumber !== now.executionNumber;
  return !isOtherNumber && isSameTime(queuedAt, now.queuedAt) !== false && !isOtherAttempt(startedAt, now);
}

/** Whether the attempt that was seen running is over, and the execution waits for its next attempt or runs it. */
function isOtherAttempt(startedAt: Date | null, now: PlannedExecution): boolean {
  if (startedAt === null) return false;
  if (now.status === "QUEUED") return true;
  return now.status === "IN_PROGRESS" && isSameTime(startedAt, now.startedAt) === false;
}

async function* readWanted(iot: SelectorReader, wanted: Wanted): AsyncGenerator<PageOfPicked> {
  if (wanted.size > DESCRIBED_ANYWAY) {
    for (const [jobId, ofJob] of groupBy(wanted, "jobId")) yield* readFromJob(iot, jobId, ofJob, wanted);
    for (const [thingName, ofThing] of groupBy(wanted, "thingName"))
      yield* readFromThing(iot, thingName, ofThing, wanted);
  }
  yield* describeAll(iot, wanted);
}

function groupBy(wanted: Wanted, name: keyof ExecutionRef): Map<string, Wanted> {
  const groups = new Map<string, Wanted>();
  for (const [key, ref] of wanted) {
    const group = groups.get(ref[name]) ?? new Map<string, SeenExecution>();
    groups.set(ref[name], group.set(key, ref));
  }
  return groups;
}

async function* readFromJob(
  iot: SelectorReader,
  jobId: string,
  ofJob: Wanted,
  wanted: Wanted,
): AsyncGenerator<PageOfPicked> {
  if (ofJob.size < WORTH_COUNTERS) return;
  const job = await readWithRetries(() => iot.describeJob(jobId, PLAN_READS)).catch(nullIfNotThere);
  if (job === null) return;
  const list: List = (status, cursor) => iot.listExecutionsForJob(jobId, status, cursor, PLAN_READS);
  yield* readFromLists(list, callsFor(job.counts), ofJob, wanted);
}

function callsFor(counts: JobCounts): Calls {
  const pages = (executions: number) => Math.max(1, Math.ceil(executions / PAGE_SIZE));
  const open = OPEN_STATUSES.reduce((sum, status) => sum + pages(counts[status]), 0);
  return { open, all: pages(totalExecutions(counts)) };
}

async function* readFromThing(
  iot: SelectorReader,
  thingName: string,
  ofThing: Wanted,
  wanted: Wanted,
): AsyncGenerator<PageOfPicked> {
  const calls = { open: OPEN_STATUSES.length, all: PAGES_OF_A_THING };
  const list: List = (status, cursor) => iot.listExecutionsForThing(thingName, status, cursor, PLAN_READS);
  if (calls.open < ofThing.size) yield* readFromLists(list, calls, ofThing, wanted);
}

type List = (
  status: string | null,
  cursor: string | null,
) => Promise<Result<Page<ExecutionSummary>, ReadFailure>>;
/** How many calls the lists of open executions take, and the list of all statuses. */
interface Calls {
  open: number;
  all: number;
}

/** Yields what the lists have and removes it from `wanted`. What is cheaper to describe stays in `wanted`. */
async function* readFromLists(
  list: List,
  calls: Calls,
  group: Wanted,
  wanted: Wanted,
): AsyncGenerator<PageOfPicked> {
  if (calls.open >= group.size) return;
  try {
    for await (const rows of readOpen(OPEN_STATUSES, list)) {
      // An execution that changed its status between the lists comes twice. It counts as read once.
      const found = rows.filter((row) => group.has(keyOf(row)));
      let read = 0;
      for (const row of found) if (wanted.delete(keyOf(row))) read += 1;
      yield { found, read, gone: 0 };
    }
    const missing = [...group.keys()].filter((key) => wanted.has(key));
    if (calls.all >= missing.length) return;
    yield await readEnded(list, missing, wanted);
  } catch (error) {
    nullIfNotThere(error); // no such job or thing: its executions are described, and turn out gone
  }
}

/** Finds executions that are not open in the list of all statuses. Those that it lacks are gone. */
async function readEnded(list: List, missing: readonly string[], wanted: Wanted): Promise<PageOfPicked> {
  const latest = new Map<string, ExecutionSummary>();
  const missingKeys = new Set(missing);
  for await (const rows of readPages((cursor) => list(null, cursor)))
    for (const row of rows) {
      const key = keyOf(row);
      const before = latest.get(key);
      if (missingKeys.has(key) && !(before && (before.executionNumber ?? 0) > (row.executionNumber ?? 0)))
        latest.set(key, row);
    }
  for (const key of missing) wanted.delete(key);
  return { found: [...latest.values()], read: missing.length, gone: missing.length - latest.size };
}

async function* describeAll(iot: SelectorReader, wanted: Wanted): AsyncGenerator<PageOfPicked> {
  const refs = [...wanted.values()];
  for (let from = 0; from < refs.length; from += DESCRIBED_AT_ONCE) {
    const some = refs.slice(from, from + DESCRIBED_AT_ONCE);
    const answers = await Promise.all(
      some.map((ref) => readWithRetries(() => iot.describeExecution(ref, PLAN_READS)).catch(nullIfNotThere)),
    );
    const found = answers.filter((answer): answer is NonNullable<typeof answer> => answer !== null);
    yield {
      found: found satisfies readonly PlannedExecution[],
      read: some.length,
      gone: some.length - found.length,
    };
  }
}

/** @throws every error except "not found" */
function nullIfNotThere(error: unknown): null {
  if (error instanceof NotReadable && error.failure.kind === "not-found") return null;
  throw error;
}
