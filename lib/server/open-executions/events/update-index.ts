import { setTimeout as wait } from "node:timers/promises";
import type { Database } from "@/lib/server/db/open-database";
import type { Canceled, CancelFailure } from "@/lib/core/domain/cancel-failure";
import { executionStage } from "@/lib/core/domain/execution-status";
import type { Result } from "@/lib/core/domain/result";
import { type EndedExecution, endExecutions } from "../store/end-executions";
import type { IndexScope } from "../store/index-scope";

/** An operation has hundreds of outcomes a second: those within this time are written in one statement. */
const BATCH_MS = 200;

/** The longest that a caller waits for the index, which may be busy writing a page of executions. */
const LONGEST_WAIT_MS = 1_000;

/**
 * Removes executions from the index as soon as our own cancellations have ended them, or found them ended.
 *
 * A failed write loses nothing: the next scan finds the same out.
 *
 * @param onFailure called when outcomes could not be written
 * @returns a function that takes the outcome of one cancellation. Its promise resolves when the outcome is written, or
 *   after a second
 */
export function createIndexUpdater(
  database: () => Promise<Database>,
  scope: IndexScope,
  onFailure: (error: unknown) => void,
): (outcome: Result<Canceled, CancelFailure>) => Promise<void> {
  let waiting: EndedExecution[] = [];
  let written = Promise.resolve();
  let writtenAt = -Infinity;

  async function write(): Promise<void> {
    await wait(Math.max(0, writtenAt + BATCH_MS - performance.now()));
    writtenAt = performance.now();
    const ended = waiting;
    waiting = [];
    try {
      const { kysely } = await database();
      await endExecutions(kysely, scope, ended, new Date());
    } catch (error) {
      onFailure(error);
    }
  }

  return async (outcome) => {
    const ended = endOf(outcome);
    if (ended === null) return;
    waiting.push(ended);
    if (waiting.length === 1) written = write();
    await Promise.race([written, wait(LONGEST_WAIT_MS, undefined, { ref: false })]);
  };
}

/** If AWS accepted the call, the execution will be CANCELED. If a later page still lists it as open, the page wins. */
function endOf(outcome: Result<Canceled, CancelFailure>): EndedExecution | null {
  if (outcome.ok) return { ...outcome.value.current, status: "CANCELED", isOurs: true };
  const current = "current" in outcome.failure ? outcome.failure.current : null;
  if (current === null || executionStage(current.status) !== "finished") return null;
  return current;
}
