import type { NextOnDevice } from "@/lib/core/domain/device-queue";
import { isSameTime } from "@/lib/core/domain/observed-execution";
import type { Connectivity } from "@/lib/core/domain/thing";
import { heldSentences } from "./diagnosis-words";
import { CONNECTIVITY_WORDS, connectivityReason } from "./thing-words";
import { countOf } from "./count";
import { duration } from "./duration";
import { relativeTime } from "./relative-time";

interface Running {
  startedAt: Date | null;
  lastUpdatedAt: Date | null;
}

/**
 * The device of an execution in progress: "In progress for 6 d 2 h, last report 6 d ago, device connected for 1 d 6 h."
 * Leaves out what was not read.
 */
export function inProgressSentence(
  { startedAt, lastUpdatedAt }: Running,
  connectivity: Connectivity | null,
  now: Date,
): string {
  const parts = [
    startedAt === null ? "In progress" : `In progress for ${spanSince(startedAt, now)}`,
    lastReport(startedAt, lastUpdatedAt, now),
    connectivity && deviceWords(connectivity, now),
  ];
  const reason = connectivity && connectivityReason(connectivity);
  return `${parts.filter((part) => part !== null).join(", ")}${reason === null ? "" : ` (${asClause(reason)})`}.`;
}

/** The last report. AWS counts the start as an update, which is no report of progress. */
function lastReport(startedAt: Date | null, lastUpdatedAt: Date | null, now: Date): string | null {
  if (lastUpdatedAt === null) return null;
  const isStart =
    startedAt !== null && (lastUpdatedAt <= startedAt || isSameTime(lastUpdatedAt, startedAt) === true);
  return isStart ? "no report since it started" : `last report ${relativeTime(lastUpdatedAt, now)}`;
}

function deviceWords(connectivity: Connectivity, now: Date): string {
  const since = "since" in connectivity ? connectivity.since : null;
  const state =
    connectivity.state === "unknown"
      ? "device connectivity unknown"
      : `device ${CONNECTIVITY_WORDS[connectivity.state].toLowerCase()}`;
  return `${state}${since === null ? "" : ` for ${spanSince(since, now)}`}`;
}

const spanSince = (since: Date, now: Date) => duration(now.getTime() - since.getTime());
/** A sentence as a clause of another one. AWS's names keep their capitals. */
const asClause = (reason: string) =>
  reason.replace(/\.$/, "").replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());

/** The same for several: "2 executions are in progress, last updated between 3 d 23 h ago and 2 min ago." */
export function inProgressManySentence(
  count: number,
  lastUpdates: { oldest: Date; newest: Date } | null,
  now: Date,
): string {
  const head = countOf(count, "execution is", "executions are");
  if (lastUpdates === null) return `${head} in progress.`;
  const [oldest, newest] = [relativeTime(lastUpdates.oldest, now), relativeTime(lastUpdates.newest, now)];
  return `${head} in progress, last updated ${oldest === newest ? newest : `between ${oldest} and ${newest}`}.`;
}

/** The effect of a forced cancellation on the device. */
export const FORCE_CONSEQUENCE =
  "Once canceled, the device can no longer report progress for this execution; AWS IoT does not offer this job to it again. Make sure that it can recover to a valid state by itself.";

/** The same for several. */
export const FORCE_MANY_CONSEQUENCE =
  "Once canceled, the devices can no longer report progress for these executions; AWS IoT does not offer these jobs to them again. Make sure that they can recover to a valid state by themselves.";

/**
 * What starts next on the device: "Next: cert-rotate-q4."
 *
 * @param next `part`: the list of open executions goes on, and AWS promises no order. `failed`: it could not be read
 */
export function nextSentence(next: NextOnDevice | "part" | "failed"): string {
  if (next === "failed") return "What starts next on the device could not be read.";
  if (next === "part")
    return "What starts next on the device is not known: it has more open executions than were read.";
  return [nextWords(next), ...heldSentences(next.held), elsewhereSentence(next.elsewhere)]
    .filter((sentence) => sentence !== null)
    .join(" ");
}

function nextWords({ execution, isSameQueue, held, elsewhere }: NextOnDevice): string {
  if (execution === null)
    return held.length + elsewhere === 0
      ? "Next: nothing else is queued for this device."
      : "Next: nothing in this namespace that could start now.";
  const running = execution.status === "IN_PROGRESS" ? ", which is in progress as well" : "";
  const doubt = isSameQueue ? "" : " (whether it is in the same namespace is not known)";
  return `Next: ${execution.jobId}${running}${doubt}.`;
}

function elsewhereSentence(count: number): string | null {
  if (count === 0) return null;
  return `${countOf(count, "more execution is", "more executions are")} open in another namespace, which devices ask for apart.`;
}
