import type { Transaction } from "kysely";
import type { Tables } from "@/lib/server/db/tables";
import type { WorkKind, WorkQueue } from "@/lib/server/db/work-queue";
import type { AlertNotification } from "@/lib/server/open-executions/work-kind";
import type { WakeRunner } from "@/lib/server/operations/operation-services";
import { RUN_OPERATIONS, type OperationEndNotification } from "@/lib/server/operations/work-kind";
import { perProcess } from "@/lib/server/process/per-process";

const state = perProcess("work-queue", (): { queue: WorkQueue | null } => ({ queue: null }));

/** Sets the work queue of the process. */
export function useWorkQueue(queue: WorkQueue): void {
  state.queue = queue;
}

function requireQueue(): WorkQueue {
  if (state.queue === null) throw new Error("The work queue was asked for before it was started.");
  return state.queue;
}

export const wakeRunner: WakeRunner = async (transaction, fleetId) => {
  await requireQueue().send(transaction, RUN_OPERATIONS, { key: fleetId, data: { fleetId } });
};

/**
 * Enqueues a webhook's notification. It is sent once `transaction` is committed.
 *
 * @param afterSeconds the delay before it is sent, for a retry
 */
export async function enqueueNotification(
  transaction: Transaction<Tables>,
  kind: WorkKind,
  data: OperationEndNotification | AlertNotification,
  afterSeconds?: number,
): Promise<void> {
  const sending = { data, ...(afterSeconds !== undefined && { afterSeconds }) };
  await requireQueue().send(transaction, kind, sending);
}
