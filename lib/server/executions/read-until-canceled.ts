import { setTimeout as sleep } from "node:timers/promises";
import type { Execution, ExecutionRef } from "@/lib/core/domain/execution";
import { executionStage } from "@/lib/core/domain/execution-status";
import type { AwsFailure } from "@/lib/core/domain/read-failure";
import type { Result } from "@/lib/core/domain/result";
import type { IotGateway } from "@/lib/server/iot/iot-gateway";
import type { Priority } from "@/lib/server/iot/priority";

/**
 * The waits between repeated reads. AWS names no bound for its lag. After some two seconds the person gets to see what
 * is known, and the page goes on reading.
 */
const WAITS_MS = [300, 700, 1_200];

/**
 * After this, a read is not repeated even if waits are left. If reads hang, a dialog must not stay busy for a minute.
 */
const DEADLINE_MS = 6_000;

/**
 * Reads an execution until it is finished, the waits are used up, or the deadline has passed. Call it after a
 * cancellation that AWS accepted or whose answer was lost. A failed read is repeated too.
 *
 * @returns the last answer
 */
export function readUntilCanceled(
  iot: Pick<IotGateway, "describeExecution">,
  { thingName, jobId }: ExecutionRef,
  priority: Priority,
): Promise<Result<Execution, AwsFailure>> {
  return readUntil(
    () => iot.describeExecution({ thingName, jobId }, { maxAgeMs: 0, priority }),
    ({ status }) => executionStage(status) === "finished",
  );
}

/**
 * Repeats a read until its value passes `isShown`, the waits are used up, or the deadline has passed.
 *
 * @returns the last answer
 */
export async function readUntil<Value>(
  read: () => Promise<Result<Value, AwsFailure>>,
  isShown: (value: Value) => boolean,
): Promise<Result<Value, AwsFailure>> {
  const deadline = performance.now() + DEADLINE_MS;
  let last = await read();
  for (const waitMs of WAITS_MS) {
    if (last.ok && isShown(last.value)) return last;
    if (performance.now() > deadline) return last;
    await sleep(waitMs);
    last = await read();
  }
  return last;
}
