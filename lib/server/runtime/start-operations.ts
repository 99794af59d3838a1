import { findPerson } from "@/lib/server/auth/find-person";
import { getAuthServices } from "@/lib/server/auth/get-auth";
import { startWorkQueue } from "@/lib/server/db/start-work-queue";
import type { Work, WorkDone, WorkKind, WorkQueue } from "@/lib/server/db/work-queue";
import { onStop } from "@/lib/server/runtime/graceful-stop";
import { runOperations } from "@/lib/server/operations/run-operations";
import { listUnfinishedFleets } from "@/lib/server/operations/runner-store";
import { notifyOperationEnd } from "@/lib/server/operations/notify-operation-end";
import {
  RUN_OPERATIONS,
  type RunOperations,
  NOTIFY_OPERATION_END,
  type OperationEndNotification,
} from "@/lib/server/operations/work-kind";
import { findFleet, listFleetIds } from "@/lib/server/runtime/fleets";
import { enqueueNotification, useWorkQueue } from "@/lib/server/runtime/queue";
import { findRunnerServices } from "@/lib/server/runtime/runner-services";
import { getDatabase } from "@/lib/server/runtime/store";
import { findWebhookServices } from "@/lib/server/runtime/webhook-services";
import { notifyAlert } from "@/lib/server/alerts/notify-alert";
import { SYNC_INDEX, NOTIFY_ALERT, type AlertNotification } from "@/lib/server/open-executions/work-kind";
import { leaveToOthers } from "@/lib/server/runtime/leave-to-others";
import { startIndex } from "@/lib/server/runtime/start-index";
import { log } from "@/lib/server/telemetry/log";
import type { LoopName } from "@/lib/server/telemetry/loop-health";
import { observeRun } from "@/lib/server/telemetry/observe-run";
import type { NotificationResult, WebhookServices } from "@/lib/server/notifications/notify-webhook";

/** A runner finishes its items in flight, which takes some seconds. Less than `STOP_WITHIN_MS` of graceful-stop. */
const STOP_WITHIN_MS = 15_000;

/**
 * This instance runs the operations of at most this many fleets at once. Other fleets wait, or run on another instance.
 */
const MAX_FLEETS_AT_ONCE = 8;

/** What the data of every kind of work has in common: the fleet that the work is for. */
interface OfFleet {
  fleetId: string;
}

const LOOP_OF_KIND: Readonly<Record<string, LoopName>> = {
  [RUN_OPERATIONS.name]: "run-operations",
  [SYNC_INDEX.name]: "sync-index",
  [NOTIFY_OPERATION_END.name]: "notify-operation-end",
  [NOTIFY_ALERT.name]: "notify-alert",
};

/**
 * Starts the work queue and everything that runs on it, together with other instances: operations, including those that
 * an earlier process left unfinished, notifications, and scans of the index.
 */
export async function startOperations(): Promise<void> {
  const database = await getDatabase();
  const queue = await startWorkQueue(
    database,
    [RUN_OPERATIONS, SYNC_INDEX, NOTIFY_OPERATION_END, NOTIFY_ALERT],
    (error) => log().error({ err: error }, "The work queue failed"),
    (kind, data, signal, run) => observeRun(LOOP_OF_KIND[kind.name]!, (data as OfFleet).fleetId, signal, run),
  );
  onStop("the work queue", () => queue.stop(STOP_WITHIN_MS));
  useWorkQueue(queue);

  const atOnce = Math.min(MAX_FLEETS_AT_ONCE, listFleetIds().length);
  await queue.work<RunOperations>(
    { ...RUN_OPERATIONS, atOnce },
    ({ fleetId }, signal) => runFleet(fleetId, signal),
    listFleetIds(),
  );
  await startNotifications(queue, NOTIFY_OPERATION_END, "the result of an operation", notifyOperationEnd);
  await startNotifications(queue, NOTIFY_ALERT, "an alert", notifyAlert);
  for (const fleetId of await listUnfinishedFleets(database.kysely))
    await database.kysely
      .transaction()
      .execute((transaction) => queue.send(transaction, RUN_OPERATIONS, { key: fleetId, data: { fleetId } }));
  await startIndex(queue);
}

async function runFleet(fleetId: string, signal: AbortSignal): Promise<WorkDone> {
  const auth = await getAuthServices();
  const services = findRunnerServices(fleetId, (id) => findPerson(auth, id));
  return services === null ? leaveToOthers(RUN_OPERATIONS, fleetId) : runOperations(services, signal);
}

/** Starts to send one kind of notification to webhooks. */
async function startNotifications<Data extends OperationEndNotification | AlertNotification>(
  queue: WorkQueue,
  kind: WorkKind,
  what: string,
  notify: (services: WebhookServices, data: Data, signal: AbortSignal) => Promise<NotificationResult>,
): Promise<void> {
  const work: Work<Data> = async (data, signal) => {
    if (findFleet(data.fleetId) === null) return leaveToOthers(kind, data.fleetId);
    const services = findWebhookServices(data.fleetId);
    if (services === null) return "done"; // the webhook was taken out of the configuration meanwhile
    const sent = await notify(services, data, signal);
    if (sent.kind === "interrupted") return "again";
    const next = { ...data, tries: data.tries + 1 };
    if (sent.kind === "gave-up")
      log().error({ notification: next, problem: sent.problem }, `The webhook was given up with ${what}`);
    if (sent.kind !== "later") return "done";
    log().warn({ notification: next, problem: sent.problem }, `The webhook did not take ${what}`);
    const { kysely } = await getDatabase();
    await kysely
      .transaction()
      .execute((transaction) => enqueueNotification(transaction, kind, next, sent.afterSeconds));
    return "done";
  };
  await queue.work(kind, work, listFleetIds());
}
