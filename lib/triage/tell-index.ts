import type { Database } from "@/lib/db/open-database";
import type { Canceled, CancelFailure } from "@/lib/domain/cancel-failure";
import { executionStage } from "@/lib/domain/execution-status";
import type { Result } from "@/lib/domain/result";
import { type EndedExecution, endExecutions } from "./end-executions";
import type { Reckoning } from "./keep-executions";

/** An operation tells hundreds a second; so long is soon enough for a page, and one statement for all of them. */
const TOGETHER_MS = 200;

/**
 * Has the index know at once what our own cancellations found out: what they ended, and what they met ended.
 *
 * The index is a help and no ledger: what cannot be written here is found out by its next reading.
 */
export function createIndexTeller(
  database: () => Promise<Database>,
  reckoning: Reckoning,
): (outcome: Result<Canceled, CancelFailure>) => void {
  let waiting: EndedExecution[] = [];

  async function write(): Promise<void> {
    const told = waiting;
    waiting = [];
    try {
      const { kysely } = await database();
      await endExecutions(kysely, reckoning, told, new Date());
    } catch (error) {
      console.error("The index could not be told of cancellations; its next reading will be:", error);
    }
  }

  return (outcome) => {
    const ended = endOf(outcome);
    if (ended === null) return;
    if (waiting.length === 0) setTimeout(() => void write(), TOGETHER_MS);
    waiting.push(ended);
  };
}

/** What AWS has accepted is on its way to CANCELED: should a later page still list it, the page is believed. */
function endOf(outcome: Result<Canceled, CancelFailure>): EndedExecution | null {
  if (outcome.ok) return { ...outcome.value.current, status: "CANCELED", isOurs: true };
  const current = "current" in outcome.failure ? outcome.failure.current : null;
  if (current === null || executionStage(current.status) !== "finished") return null;
  return current;
}
