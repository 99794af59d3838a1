import { acquireLease, recordRunnerFailure } from "./fleet-lease";
import { OperationRunner, type RunEnd } from "./operation-runner";
import { recoverInFlightItems } from "./recover-in-flight-items";
import type { RunnerServices } from "./runner-services";

/**
 * Runs a fleet's operations until none has anything left, for ten minutes at most.
 *
 * An item is `waiting`, then `in-hand` (in flight at one runner), then `settled` (it has its outcome); or `waiting` again
 * until `not_before`, if AWS throttled it or gave no answer. A run is a loop:
 *
 *   scan    Reads the operations that have not ended. `stopping`: its waiting items end as `stopped`. Nothing waiting or
 *           in flight: `finished` or `stopped`. Its person has lost a permission: `stopping`. Canceling is switched off
 *           for everyone: `paused`. Suspended: no items, except for one probe when it is due.
 *   claim   Claims as many items as there is room for, equally many of each running operation, so that a long one does
 *           not hold up a short one.
 *   cancel  Each item by `attemptCancellation`, all of them at once; the gateway's rate limiter paces them. Directly
 *           before AWS is called, the lease, the operation's state and the person's permissions are read again.
 *   write   The outcomes of all items that have ended since the last statement, in one statement.
 *
 * All state is in rows, so a run may end anywhere. The next one acquires the lease, which fences off the previous runner
 * even if it is still alive, and recovers the items that were in flight (`recoverInFlightItems`). So no item is lost. A
 * second cancellation of the same execution does no harm: AWS refuses it, and the audit log has whose the first one was.
 *
 * Faults that are not about an item (credentials, the clock, the network, AWS itself) suspend the operation by a circuit
 * breaker. It continues by itself when a probe succeeds, and is paused if that takes too long. No try is used up.
 *
 * Cost: an item takes one call of each of two APIs and two updates of its row. The two rows of its audit entry are
 * written together with those of the other items in flight.
 *
 * @param signal aborted when the process stops: what is in flight is finished, and nothing else is started
 * @throws if the store fails. The next run recovers what was in flight
 */
export async function runOperations(services: RunnerServices, signal: AbortSignal): Promise<RunEnd> {
  const { kysely } = await services.database();
  const fleetId = services.fleet.id;
  try {
    const lease = await acquireLease(kysely, fleetId);
    await recoverInFlightItems(services, lease);
    return await new OperationRunner(services, lease, signal).run();
  } catch (error) {
    // If the store is what fails, this fails too: the queue's log has the error.
    await recordRunnerFailure(kysely, fleetId, errorWords(error)).catch(() => undefined);
    throw error;
  }
}

const MAX_ERROR_LENGTH = 200;

function errorWords(error: unknown): string {
  const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return words.slice(0, MAX_ERROR_LENGTH);
}
