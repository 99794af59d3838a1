import type { Job } from "@/lib/core/domain/job";
import { countOf } from "@/lib/core/format/count";
import { endWords } from "@/lib/core/format/schedule-words";
import { executionStatusWord } from "@/lib/core/format/execution-status-word";
import { timeoutWords } from "./timeout-words";

export interface Setting {
  label: string;
  /** The member of CreateJob. */
  api: string;
  words: readonly string[];
}

const things = (count: number) => countOf(count, "thing");

/** A job's configuration in words, with AWS's own names beside them. */
export function configurationWords(job: Job): readonly Setting[] {
  return [
    { label: "Rollout", api: "jobExecutionsRolloutConfig", words: rolloutWords(job.rollout) },
    { label: "Abort", api: "abortConfig", words: abortWords(job.abortCriteria) },
    { label: "Timeout", api: "timeoutConfig", words: [timeoutWords(job.timeoutMinutes)] },
    { label: "Retry", api: "jobExecutionsRetryConfig", words: retryWords(job.retryCriteria) },
    { label: "Scheduling", api: "schedulingConfig", words: schedulingWords(job.scheduling) },
  ];
}

function rolloutWords({ maximumPerMinute, exponentialRate }: Job["rollout"]): string[] {
  const words: string[] = [];
  if (exponentialRate) {
    const { baseRatePerMinute, incrementFactor, notifiedThings, succeededThings } = exponentialRate;
    const steps = [
      notifiedThings === null ? "" : countOf(notifiedThings, "thing was notified", "things were notified"),
      succeededThings === null ? "" : `${things(succeededThings)} succeeded`,
    ].filter(Boolean);
    words.push(
      `Starts at ${things(baseRatePerMinute)} a minute, multiplied by ${incrementFactor}` +
        `${steps.length > 0 ? ` each time ${steps.join(" or ")}` : ""}.`,
    );
  }
  if (maximumPerMinute !== null) words.push(`At most ${things(maximumPerMinute)} a minute.`);
  return words.length > 0 ? words : ["No rate set: as fast as AWS IoT goes."];
}

function abortWords(criteria: Job["abortCriteria"]): string[] {
  if (criteria.length === 0) return ["Never automatically: no criteria set."];
  return criteria.map(
    ({ failureType, action, thresholdPercentage, minExecutedThings }) =>
      `${action === "CANCEL" ? "Cancels the job" : action} once ${thresholdPercentage}% ${failedWords(failureType)}, ` +
      `of at least ${things(minExecutedThings)}.`,
  );
}

function retryWords(criteria: Job["retryCriteria"]): string[] {
  if (criteria.length === 0) return ["None: what failed stays failed."];
  return criteria.map(
    ({ failureType, numberOfRetries }) =>
      `Up to ${countOf(numberOfRetries, "retry", "retries")} of what ${failedWords(failureType)}.`,
  );
}

function failedWords(failureType: string): string {
  return failureType === "ALL"
    ? "failed, timed out or was rejected"
    : ({ FAILED: "failed", TIMED_OUT: "timed out", REJECTED: "was rejected" }[failureType] ??
        `ended as ${executionStatusWord(failureType)}`);
}

function windowWords({
  startTime,
  durationMinutes,
}: Job["scheduling"]["maintenanceWindows"][number]): string {
  const length = durationMinutes === null ? "" : `, for ${countOf(durationMinutes, "minute")}`;
  return `Rolls out only in its maintenance window: ${startTime}${length}.`;
}

function schedulingWords(scheduling: Job["scheduling"]): string[] {
  const { startTime, endTime, endBehavior, maintenanceWindows, nextRollouts } = scheduling;
  const words: string[] = [];
  if (startTime) words.push(`Starts at ${startTime}.`);
  for (const window of maintenanceWindows) words.push(windowWords(window));
  if (nextRollouts.length > 0) words.push(`Next windows by AWS IoT: ${nextRollouts.join(", ")}.`);
  const then = endWords(endBehavior);
  if (endTime) words.push(`Ends at ${endTime}${then ? `: then ${then}` : ""}.`);
  else if (then) words.push(`No end time, so its end behavior never applies: ${then}.`);
  return words.length > 0 ? words : ["None: it started when it was created."];
}
