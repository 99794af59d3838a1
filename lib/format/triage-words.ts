import { COUNTED_UP_TO, type IndexAge, type TriagedExecution, type TriageReason } from "@/lib/domain/triage";
import { countOf, countWords, executionsWords } from "./count";
import { duration } from "./duration";
import { relativeTime } from "./relative-time";

/** "4,000", or "10,000 or more" where counting went no further. */
export function countedWords(count: number): string {
  const words = countWords(count);
  return count >= COUNTED_UP_TO ? `${words} or more` : words;
}

/** A reason as a filter and a group name it. */
export function triageReasonWords(reason: TriageReason): string {
  switch (reason) {
    case "stuck-disconnected":
      return "Stuck, device disconnected";
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
      return "Job rolls out by a rate";
    case "scheduled":
      return "Job not started yet";
    case "waiting":
      return "Device does not take it up";
  }
}

/** Why an execution is on the list, in one sentence. */
export function triageSentence(row: TriagedExecution, now: Date): string {
  const span = duration(now.getTime() - row.since.getTime());
  return row.status === "IN_PROGRESS"
    ? `In progress for ${running(row, span, now)}${list(circumstances(row))}.`
    : `Queued for ${span}${whyWaiting(row)}.`;
}

/** The silence is named apart only where the device had reported something since it started. */
function running({ startedAt, since }: TriagedExecution, silent: string, now: Date): string {
  const whole = duration(now.getTime() - (startedAt ?? since).getTime());
  return whole === silent ? `${whole} with no update` : `${whole}, ${silent} with no update`;
}

function circumstances({ hasTimeout, connectivity, behind }: TriagedExecution): string[] {
  return [
    hasTimeout === false ? "the job has no timeout" : "",
    connectivity === "disconnected" ? "the device is disconnected" : "",
    connectivity === "unknown" ? "AWS has no connection data of the device" : "",
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
      return connectivity === "disconnected"
        ? ": the device is disconnected"
        : ": AWS has no connection data of the device, so it may never have connected";
    case "rollout":
      return ": its job rolls out by a rate, and may not have told the device yet";
    case "scheduled":
      return ": its job has not started yet";
    default:
      return ": nothing is known to hold it back, the device has not taken it up";
  }
}

/** How old the index is and what it does not know: what goes beside everything that stands on it. */
export function indexAgeWords(age: IndexAge, now: Date): string {
  const read = age.oldestReadAt ?? age.completeAt;
  if (read === null)
    return age.jobsNotRead === 0 ? "never read yet" : `${notRead(age)}, nothing was read so far`;
  const words = `read ${relativeTime(read, now)}`;
  return age.jobsNotRead === 0 ? words : `${words}, ${notRead(age)}`;
}

/** The same as a sentence of its own, with what ails the index: for a number that stands on it elsewhere. */
export function indexStandingWords(age: IndexAge, now: Date): string {
  const words = `By the index, ${indexAgeWords(age, now)}.`;
  return age.failing === null ? words : `${words} ${indexFailingTitle(age)}`;
}

function notRead({ executionsNotRead, jobsNotRead }: IndexAge): string {
  if (executionsNotRead !== null) return `${executionsWords(executionsNotRead)} not read yet`;
  return `${countOf(jobsNotRead, "job")} not read yet`;
}

/** What an index is reproached with that has something to say by `indexFailingWords`. */
export function indexFailingTitle({ failing }: IndexAge): string {
  if (failing?.startsWith("job-")) return "Some jobs cannot be read.";
  return failing?.startsWith("look-")
    ? "Some devices could not be looked at closely."
    : "The index does not go on.";
}

/** Why the index does not go on, or does not know all. Null: it does. */
export function indexFailingWords({ failing }: IndexAge): string | null {
  switch (failing) {
    case null:
      return null;
    case "throttled":
      return "AWS throttles the reading of executions, so what stands here grows older. It goes on by itself.";
    case "denied":
    case "credentials":
      return "AWS refuses the console's reading of jobs and executions, so what stands here grows older. Its permissions need mending.";
    case "look-denied":
      return "AWS refuses some of the calls that tell a stuck device's last report, type, groups and connectivity, so these may be missing. The console's permissions need mending. All else goes on.";
    case "look-index-not-ready":
      return "AWS is still building its fleet index, so it is not known yet which devices are connected. All else goes on.";
    case "look-throttled":
      return "AWS throttles the closer look at stuck devices, so what is known of them may be missing or old. It goes on by itself.";
    case "job-denied":
      return "AWS refuses the console's reading of some jobs, so what stands here of them is missing or grows older. Its permissions need mending. All other jobs are read.";
    default:
      if (failing.startsWith("job-"))
        return "The reading of some jobs has failed, so what stands here of them is missing or grows older. It is tried again by itself. All other jobs are read.";
      if (failing.startsWith("look-"))
        return "The closer look at some stuck devices has failed, so what is known of them may be missing or old. It is tried again by itself.";
      return "The reading of executions from AWS has failed, so what stands here grows older. It is tried again by itself.";
  }
}
