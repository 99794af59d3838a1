import { setTimeout as pass } from "node:timers/promises";
import type { Database } from "@/lib/server/db/open-database";
import type { Canceled, CancelFailure } from "@/lib/core/domain/cancel-failure";
import { executionStage } from "@/lib/core/domain/execution-status";
import type { Result } from "@/lib/core/domain/result";
import { type EndedExecution, endExecutions } from "../store/end-executions";
import type { IndexScope } from "../store/upsert-executions";

/** An operation tells hundreds a second: what comes so soon after another is written with it, in one statement. */
const TOGETHER_MS = 200;

/** No answer waits longer for the index, which may be busy with a page of AWS's. */
const LONGEST_WAIT_MS = 1_000;

/**
 * Has the index know at once what our own cancellations found out: what they ended, and what they met ended.
 *
 * The index is a help and no audit log: what cannot be written here is found out by its next reading.
 *
 * @param onFailure called where it could not be written
 * @returns tells one, and answers when it is written, or after a second
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
    await pass(Math.max(0, writtenAt + TOGETHER_MS - performance.now()));
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
    await Promise.race([written, pass(LONGEST_WAIT_MS, undefined, { ref: false })]);
  };
}

/** What AWS has accepted is on its way to CANCELED: should a later page still list it, the page is believed. */
function endOf(outcome: Result<Canceled, CancelFailure>): EndedExecution | null {
  if (outcome.ok) return { ...outcome.value.current, status: "CANCELED", isOurs: true };
  const current = "current" in outcome.failure ? outcome.failure.current : null;
  if (current === null || executionStage(current.status) !== "finished") return null;
  return current;
}
