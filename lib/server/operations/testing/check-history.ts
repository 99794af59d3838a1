import type { AwsCall } from "@/lib/testing/emulated-fleet";
import type { LoggedCancellation } from "@/lib/testing/emulator-log";
import type { RowBody } from "@/lib/server/audit/chain";
import { entriesOf, type Entry } from "./history-entries";

/** What a plan saw of an execution, and how an operation says that it ended. */
export interface HistoryItem {
  operationId: string;
  thingName: string;
  jobId: string;
  seen: { status: string; executionNumber: number | null; queuedAt: number; startedAt: number | null };
  state: string;
  outcome: string | null;
  /** The kind of the answer that decided the outcome. */
  noteKind: string | null;
}

/** From `from` to `to` AWS must not accept a call of this operation: it was stopped or paused, or lost a permission. */
export interface Halt {
  operationId: string;
  from: number;
  /** Null: for good. */
  to: number | null;
  because: string;
}

/** Independent records of some operations. Times are milliseconds since 1970. */
export interface History {
  items: readonly HistoryItem[];
  /** The emulator's log. */
  calls: readonly AwsCall[];
  /** The rows of the audit log, in the order of the chain. */
  rows: readonly RowBody[];
  halts: readonly Halt[];
}

/**
 * The one window that AWS leaves open: an execution may be replaced by one of the same version between the read and the
 * call (facts 8). A read may be this old when its call is performed, the emulator's latency included.
 */
const REPLACED_WITHIN_MS = 3_500;

/** AWS sends seconds as floating-point numbers. */
const ROUNDING_MS = 1;

/** Outcomes of entries that say that nothing was sent. */
const NOT_SENT = ["held-back", "too-late", "forbidden"];
/** Outcomes of entries that say that the execution was canceled, by this call or perhaps by another. */
const CANCELED = ["canceled", "accepted", "canceled-by-us-or-others"];
const MAY_BE_CANCELED = [...CANCELED, "unknown"];

/**
 * Compares the emulator's log, the audit log and the items of operations: each cancellation that AWS accepted must belong
 * to an execution that a plan saw and to an entry, and each outcome to a call.
 *
 * Executions are identified by when they were queued, and attempts by when they started, not by their names.
 *
 * @returns each violation as a sentence
 */
export function checkHistory(history: History): string[] {
  const facts = gather(history);
  return [
    acceptedOnSeen,
    acceptedWithEntry,
    acceptedOnce,
    forceWhereSeenInProgress,
    noMoreCallsThanEntries,
    entriesComplete,
    entriesTrue,
    itemsTrue,
    nothingWhileHalted,
  ].flatMap((check) => check(facts));
}

/** A cancellation that AWS accepted. */
interface Accepted extends Required<Pick<LoggedCancellation, "execution">> {
  name: string;
  at: number;
  call: AwsCall;
}

interface Facts extends History {
  cancelCalls: readonly AwsCall[];
  accepted: readonly Accepted[];
  entries: readonly Entry[];
  itemsOf: (name: string) => readonly HistoryItem[];
  entriesOfName: (name: string) => readonly Entry[];
  acceptedOf: (name: string) => readonly Accepted[];
}

export const executionName = ({
  thingName,
  jobId,
}: {
  thingName?: string | null | undefined;
  jobId?: string | null | undefined;
}): string => `${jobId} on ${thingName}`;

function gather(history: History): Facts {
  const cancelCalls = history.calls.filter(({ api }) => api === "CancelJobExecution");
  const accepted = cancelCalls.flatMap((call) =>
    (call.cancellations ?? []).flatMap(({ at, isAccepted, execution }) =>
      isAccepted && execution ? [{ name: executionName(call), at, execution, call }] : [],
    ),
  );
  const entries = entriesOf(history.rows);
  const [items, byEntry, byAccepted] = [
    Map.groupBy(history.items, executionName),
    Map.groupBy(entries, executionName),
    Map.groupBy(accepted, ({ name }) => name),
  ];
  return {
    ...history,
    ...{ cancelCalls, accepted, entries },
    itemsOf: (name) => items.get(name) ?? [],
    entriesOfName: (name) => byEntry.get(name) ?? [],
    acceptedOf: (name) => byAccepted.get(name) ?? [],
  };
}

const isSame = (a: number, b: number) => Math.abs(a - b) <= ROUNDING_MS;

/** Whether AWS acted on the execution that the plan saw, and on its attempt if one was running. */
function isAsSeen({ seen }: HistoryItem, { execution }: Accepted): boolean {
  if (!isSame(seen.queuedAt, execution.queuedAt)) return false;
  if (seen.executionNumber !== null && seen.executionNumber !== execution.executionNumber) return false;
  if (seen.status !== "IN_PROGRESS" || seen.startedAt === null) return true;
  return execution.startedAt !== undefined && isSame(seen.startedAt, execution.startedAt);
}

/** Whether AWS acted on the execution that was read before the call. */
const isAsRead = ({ queuedAt }: Entry, { execution }: Accepted): boolean =>
  queuedAt !== null && isSame(queuedAt, execution.queuedAt);

/** Whether AWS acted on another execution, or another attempt, that had just replaced the one that was read. */
const wasReplacedMeanwhile = ({ readAt, at }: Entry, { execution, at: actedAt }: Accepted): boolean =>
  readAt !== null &&
  at <= actedAt &&
  Math.max(execution.queuedAt, execution.startedAt ?? 0) >= readAt - ROUNDING_MS &&
  actedAt - readAt <= REPLACED_WITHIN_MS;

function acceptedOnSeen({ accepted, itemsOf, entriesOfName }: Facts): string[] {
  return accepted
    .filter((each) => !itemsOf(each.name).some((item) => isAsSeen(item, each)))
    .filter((each) => !entriesOfName(each.name).some((entry) => wasReplacedMeanwhile(entry, each)))
    .map(
      ({ name, execution }) =>
        `${name} was canceled as queued at ${toIso(execution.queuedAt)}, which no plan has seen.`,
    );
}

function acceptedWithEntry({ accepted, entriesOfName }: Facts): string[] {
  return accepted.flatMap((each) => {
    const sent = entriesOfName(each.name).filter(
      (entry) =>
        entry.at <= each.at &&
        !NOT_SENT.includes(entry.outcome?.kind ?? "") &&
        (isAsRead(entry, each) || wasReplacedMeanwhile(entry, each)),
    );
    if (sent.length === 0) return [`${each.name} was canceled without an entry that was opened before it.`];
    const isReported = sent.some(({ outcome }) => outcome === null || MAY_BE_CANCELED.includes(outcome.kind));
    return isReported ? [] : [`${each.name} was canceled, and no entry says so.`];
  });
}

function acceptedOnce({ accepted }: Facts): string[] {
  const byExecution = Map.groupBy(accepted, ({ name, execution }) => `${name} ${execution.queuedAt}`);
  return [...byExecution.values()]
    .filter(({ length }) => length > 1)
    .map((those) => `${those[0]!.name} was canceled ${those.length} times.`);
}

function forceWhereSeenInProgress({ cancelCalls, itemsOf }: Facts): string[] {
  return cancelCalls
    .filter(({ force }) => force === "true")
    .map(executionName)
    .filter((name) => !itemsOf(name).some(({ seen }) => seen.status === "IN_PROGRESS"))
    .map((name) => `Force was used on ${name}, which no plan has seen in progress.`);
}

function noMoreCallsThanEntries({ cancelCalls, entriesOfName }: Facts): string[] {
  return [...Map.groupBy(cancelCalls, executionName)].flatMap(([name, calls]) => {
    const sent = entriesOfName(name).filter(({ outcome }) => !NOT_SENT.includes(outcome?.kind ?? ""));
    return calls.length <= sent.length
      ? []
      : [`AWS was called ${calls.length} times for ${name}, and ${sent.length} entries say so.`];
  });
}

function entriesComplete({ entries }: Facts): string[] {
  return entries.flatMap(({ entry, outcome, outcomes, ...of }) => {
    if (outcome === null) return [`Entry ${entry} of ${executionName(of)} is open.`];
    return outcomes > 1 ? [`Entry ${entry} of ${executionName(of)} has ${outcomes} first outcomes.`] : [];
  });
}

/** The emulator's log confirms each outcome of the audit log. */
function entriesTrue({ entries, cancelCalls, acceptedOf }: Facts): string[] {
  const byRequestId = new Map(cancelCalls.map((call) => [call.requestId, call]));
  return entries.flatMap((entry) => {
    const { outcome } = entry;
    if (outcome === null) return [];
    const name = executionName(entry);
    const say = (what: string) => [`Entry ${entry.entry} of ${name} says ${outcome.kind}, but ${what}.`];
    const call = outcome.requestId === null ? null : byRequestId.get(outcome.requestId);
    if (call === undefined || (call !== null && executionName(call) !== name)) return say("no call was it");
    if (!CANCELED.includes(outcome.kind)) return [];
    const isTrue = acceptedOf(name).some(
      (each) => isAsRead(entry, each) || wasReplacedMeanwhile(entry, each),
    );
    return isTrue ? [] : say("AWS has accepted no call");
  });
}

function itemsTrue({ items, itemsOf, acceptedOf, entriesOfName }: Facts): string[] {
  return items.flatMap((item) => {
    const name = executionName(item);
    const say = (what: string) => [
      `${name} in ${item.operationId} is ${item.outcome ?? item.state}, but ${what}.`,
    ];
    if (item.state !== "settled" || item.outcome === null) return say("the operation is over");
    const accepted = acceptedOf(name).filter((each) => isAsSeen(item, each));
    if (item.outcome === "canceled") {
      const wasReplaced = acceptedOf(name).some((each) =>
        entriesOfName(name).some((entry) => wasReplacedMeanwhile(entry, each)),
      );
      if (accepted.length === 0 && !wasReplaced) return say("AWS has not canceled it");
      const own = entriesOfName(name).filter(({ operationId }) => operationId === item.operationId);
      const hasSent = own.some(({ outcome }) => !NOT_SENT.includes(outcome?.kind ?? ""));
      return hasSent || item.noteKind === "canceled-by-us-or-others"
        ? []
        : say("no entry of the operation says that it was sent");
    }
    if (accepted.length === 0) return [];
    const isReported = itemsOf(name).some(
      (each) =>
        ["canceled", "unknown"].includes(each.outcome ?? "") &&
        isSame(each.seen.queuedAt, item.seen.queuedAt),
    );
    return isReported ? [] : say("AWS has canceled it, and no item says so");
  });
}

/** Calls that a fault delayed are left out: they were sent before. */
function nothingWhileHalted({ accepted, entriesOfName, halts }: Facts): string[] {
  const haltOf = (operationId: string | null, at: number) =>
    halts.find((halt) => halt.operationId === operationId && halt.from < at && at < (halt.to ?? Infinity));
  return accepted
    .filter(({ call }) => call.fault === undefined)
    .flatMap((each) => {
      const senders = entriesOfName(each.name).filter(
        (entry) => entry.at <= each.at && !NOT_SENT.includes(entry.outcome?.kind ?? ""),
      );
      const found = senders.map(({ operationId }) => haltOf(operationId, each.at));
      const halt = found.length > 0 && found.every((one) => one !== undefined) ? found[0] : undefined;
      return halt === undefined
        ? []
        : [
            `${each.name} was canceled ${each.at - halt.from} ms after ${halt.operationId} was ${halt.because}.`,
          ];
    });
}

const toIso = (at: number) => new Date(at).toISOString();
