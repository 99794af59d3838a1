import type { IndexFailureCause } from "@/lib/core/domain/index-failure";
import type { IndexAge, TriagedExecution, TriageReason } from "@/lib/core/domain/triage";
import { countOf } from "./count";
import { duration } from "./duration";
import { countedWords } from "./index-age-words";
import { NOT_CONNECTED } from "./thing-words";

/**
 * How many executions may match a filter by thing type, group or connectivity that is not known of them. Empty: none.
 */
export function mayFitWords(mayFit: number): string {
  if (mayFit === 0) return "";
  const others = mayFit === 1 ? "other" : "others";
  return ` ${countedWords(mayFit)} ${others} may fit as well: the device's type, groups or connectivity is not known so far.`;
}

/** A reason as filters and groups name it. */
export function triageReasonWords(reason: TriageReason): string {
  switch (reason) {
    case "stuck-disconnected":
      return "Stuck, device disconnected";
    case "stuck-not-connected":
      return "Stuck, device not connected";
    case "stuck-no-timeout":
      return "Stuck, job without a timeout";
    case "stuck-blocking":
      return "Stuck, others wait behind it";
    case "stuck":
      return "Stuck, no update";
    case "behind-stuck":
      return "Behind a stuck execution";
    case "behind-another":
      return "Behind another execution";
    case "not-connected":
      return "Device not connected";
    case "rollout":
      return "Job rolls out at a set rate";
    case "scheduled":
      return "Job not started yet";
    case "waiting":
      return "Device has not picked it up";
  }
}

/** Why an execution is on the list, in one sentence. */
export function triageSentence(row: TriagedExecution, now: Date): string {
  const span = duration(now.getTime() - row.since.getTime());
  return row.status === "IN_PROGRESS"
    ? `In progress for ${running(row, span, now)}${list(circumstances(row))}.`
    : `Queued for ${span}${whyWaiting(row)}.`;
}

/** The same in three or four words, where space is short. */
export function triageShortWords(row: TriagedExecution, now: Date): string {
  return `${duration(now.getTime() - row.since.getTime())}, ${shortReason(row)}`;
}

function shortReason({ reason, behind }: TriagedExecution): string {
  switch (reason) {
    case "stuck-disconnected":
      return "disconnected";
    case "stuck-not-connected":
      return "not connected";
    case "stuck-no-timeout":
      return "no timeout";
    case "stuck-blocking":
      return `${behind} behind it`;
    case "stuck":
      return "no update";
    case "behind-stuck":
      return "behind stuck";
    case "behind-another":
      return "behind another";
    case "not-connected":
      return "not connected";
    case "rollout":
      return "rollout rate";
    case "scheduled":
      return "scheduled";
    case "waiting":
      return "not picked up";
  }
}

/** Mentions the time without an update separately only if the device reported something after the start. */
function running({ startedAt, since }: TriagedExecution, silent: string, now: Date): string {
  const whole = duration(now.getTime() - (startedAt ?? since).getTime());
  return whole === silent ? `${whole} with no update` : `${whole}, ${silent} with no update`;
}

function circumstances({ hasTimeout, connectivity, behind }: TriagedExecution): string[] {
  return [
    hasTimeout === false ? "the job has no timeout" : "",
    connectivity === "disconnected" ? "the device is disconnected" : "",
    connectivity === "not-connected" ? "the device is not connected" : "",
    connectivity === "unknown" ? "AWS has no connection data for the device" : "",
    behind > 0 ? `${countOf(behind, "waits", "wait")} behind it` : "",
  ].filter(Boolean);
}

const list = (words: readonly string[]) => words.map((word) => `, ${word}`).join("");

function whyWaiting({ reason, blockedBy, connectivity }: TriagedExecution): string {
  switch (reason) {
    case "behind-stuck":
      return `: it waits for ${blockedBy ?? "another execution"}, which is stuck`;
    case "behind-another":
      return `: the device is working on ${blockedBy ?? "another execution"} first`;
    case "not-connected":
      if (connectivity === "disconnected") return ": the device is disconnected";
      return connectivity === "not-connected"
        ? `: the device is ${NOT_CONNECTED}`
        : ": AWS has no connection data for the device, so it may never have connected";
    case "rollout":
      return ": its job rolls out at a set rate, and may not have reached the device yet";
    case "scheduled":
      return ": its job is scheduled, and waits for its start or its next maintenance window";
    default:
      return ": nothing known holds it back, but the device has not picked it up";
  }
}

/** Why the index is not up to date or not complete, and what to do about it. Null: it is. */
export function indexFailureWords({ failure }: Pick<IndexAge, "failure">): string | null {
  if (failure === null) return null;
  const { scope, cause } = failure;
  switch (scope) {
    case "everything":
      return staleIndexWords(cause);
    case "jobs":
      return unreadJobsWords(cause);
    case "enrichment":
      return missingDetailsWords(cause);
    case "thing-types":
      return missingTypesWords(cause);
  }
}

const actionWords = ({ action }: { action: string | null }) => action ?? "the calls for it";

function staleIndexWords(cause: IndexFailureCause): string {
  switch (cause.kind) {
    case "throttled":
      return "AWS is throttling the reading of executions, so what is shown here is getting older. It continues automatically.";
    case "unavailable":
      return "AWS IoT cannot be reached, or answers with errors of its own, so what is shown here is getting older. It will be tried again automatically.";
    case "denied":
      return `AWS denies the console ${actionWords(cause)}, so what is shown here is getting older. Its IAM policy must allow it.`;
    case "credentials":
      return "AWS does not accept the console's credentials, so what is shown here is getting older. Check how the server signs in to AWS.";
    case "index-not-ready":
    case "other":
      return "The reading of executions from AWS has failed, so what is shown here is getting older. It will be tried again automatically.";
  }
}

function unreadJobsWords(cause: IndexFailureCause): string {
  if (cause.kind === "denied")
    return `AWS denies the console ${actionWords(cause)}, so what is shown here of them is missing or getting older. Its IAM policy must allow it. All other jobs are read.`;
  return "The reading of some jobs has failed, so what is shown here of them is missing or getting older. It will be tried again automatically. All other jobs are read.";
}

function missingDetailsWords(cause: IndexFailureCause): string {
  switch (cause.kind) {
    case "denied":
      return `AWS denies the console ${actionWords(cause)} for some of what is stuck, so last reports, types, groups and connectivity may be missing. Its IAM policy must allow it. Everything else works.`;
    case "index-not-ready":
      return "AWS is still building its fleet index, so it is not known yet which devices are connected. Everything else works.";
    case "throttled":
      return "AWS is throttling the closer look at stuck devices, so what is known of them may be missing or old. It continues automatically.";
    case "unavailable":
    case "credentials":
    case "other":
      return "The closer look at some stuck devices has failed, so what is known of them may be missing or old. It will be tried again automatically.";
  }
}

function missingTypesWords(cause: IndexFailureCause): string {
  if (cause.kind === "denied")
    return `AWS denies the console ${actionWords(cause)} for some of what is in progress. Whatever is stuck by the threshold of its thing type is then listed only by that of the fleet. The IAM policy must allow it. Everything else works.`;
  return "Their reading has failed, so that whatever is stuck by the threshold of its thing type is listed only by that of the fleet. It will be tried again automatically.";
}
