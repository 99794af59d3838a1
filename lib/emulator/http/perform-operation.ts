import { refreshDynamicGroups } from "../state/dynamic-groups.ts";
import type { Job } from "../state/job.ts";
import type { World } from "../state/world.ts";
import { errorAnswer, jsonAnswer, type Answer } from "./answer.ts";
import type { Arns } from "./arns.ts";
import { toAwsError } from "./aws-error.ts";
import type { LoggedActions, LoggedCancellation } from "./call-log.ts";
import type { RawInput } from "./operation.ts";
import type { Route } from "./router.ts";

/**
 * Performs an operation while the emulator's clock stands still, and records in `actions` what it did.
 *
 * @returns AWS's answer, which may be a refusal
 */
export function performOperation(
  { operation, labels }: Route,
  given: Omit<RawInput, "labels"> & { world: World; arns: Arns; actions: LoggedActions },
  maxRows?: number,
): Answer {
  const { world, arns, actions, ...raw } = given;
  world.clock.applyDue();
  const before = readCancellationTarget(world, operation.api, labels);
  const at = world.clock.now();
  try {
    const output = world.clock.hold(() => {
      refreshDynamicGroups(world);
      const answer = operation.answer({ world, arns, nowMs: world.clock.now(), maxRows }, { labels, ...raw });
      refreshDynamicGroups(world);
      return answer;
    });
    actions.hasActed = true;
    actions.acceptedCount = (actions.acceptedCount ?? 0) + 1;
    recordCancellation(actions, before && { at, isAccepted: true, ...before });
    return jsonAnswer(output);
  } catch (error) {
    const { errorName, ...answer } = errorAnswer(toAwsError(error));
    recordCancellation(actions, before && { at, isAccepted: false, errorName, ...before });
    return { ...answer, errorName };
  }
}

type Target = Omit<LoggedCancellation, "at" | "isAccepted" | "errorName">;

function recordCancellation(actions: LoggedActions, cancellation: LoggedCancellation | undefined): void {
  if (cancellation) (actions.cancellations ??= []).push(cancellation);
}

/** The target of a cancellation. Undefined for every other operation. */
function readCancellationTarget(
  world: World,
  api: string,
  { jobId, thingName }: Record<string, string>,
): Target | undefined {
  if (api !== "CancelJobExecution" && api !== "CancelJob") return undefined;
  const job = world.job(jobId ?? "");
  if (!job) return {};
  return {
    jobCreatedAt: job.createdAtMs,
    jobStatus: job.status,
    execution: thingName === undefined ? undefined : readExecution(job, thingName),
  };
}

/** The latest execution, as CancelJobExecution takes no execution number. */
function readExecution(job: Job, thingName: string): LoggedCancellation["execution"] {
  const execution = job.latest.get(thingName);
  if (!execution || execution.isDeleted) return undefined;
  const { status, executionNumber, versionNumber, queuedAtMs, startedAtMs } = execution;
  return { status, executionNumber, versionNumber, queuedAt: queuedAtMs, startedAt: startedAtMs };
}
