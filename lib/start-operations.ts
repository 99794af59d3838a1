import { findPerson } from "@/lib/auth/find-person";
import { getAuthServices } from "@/lib/auth/get-auth";
import { startWorkQueue, type WorkDone } from "@/lib/db/work-queue";
import { onStop } from "@/lib/graceful-stop";
import { runOperations } from "@/lib/operations/run-operations";
import { listUnfinishedFleets } from "@/lib/operations/runner-store";
import { type Told, tellWebhook } from "@/lib/operations/tell-webhook";
import {
  RUN_OPERATIONS,
  type RunOperations,
  TELL_WEBHOOK,
  type TellWebhook,
} from "@/lib/operations/work-kind";
import {
  countFleets,
  findRunnerServices,
  findWebhookServices,
  getDatabase,
  tellAlertLater,
  tellEnd,
  useWorkQueue,
} from "@/lib/services";
import { tellAlert } from "@/lib/triage/tell-alert";
import { SYNC_INDEX, TELL_ALERT, type TellAlert } from "@/lib/triage/work-kind";
import { startIndex } from "@/lib/start-index";
import { log } from "@/lib/telemetry/log";

/** A runner finishes what it has in hand: some seconds' worth. Within what stopping as a whole may take. */
const STOP_WITHIN_MS = 15_000;

/** Of many fleets so many run here at once; the others wait for their turn, or for another instance. */
const MOST_FLEETS_AT_ONCE = 8;

/** Takes part in running operations from now on, those included that a former run has left unfinished. */
export async function startOperations(): Promise<void> {
  const database = await getDatabase();
  const queue = await startWorkQueue(
    database,
    [RUN_OPERATIONS, SYNC_INDEX, TELL_WEBHOOK, TELL_ALERT],
    (error) => log().error({ err: error }, "The work queue"),
  );
  onStop("the work queue", () => queue.stop(STOP_WITHIN_MS));
  useWorkQueue(queue);

  const atOnce = Math.min(MOST_FLEETS_AT_ONCE, countFleets());
  await queue.work<RunOperations>({ ...RUN_OPERATIONS, atOnce }, ({ fleetId }, signal) =>
    run(fleetId, signal),
  );
  await queue.work<TellWebhook>(TELL_WEBHOOK, tellOperation);
  await queue.work<TellAlert>(TELL_ALERT, tellOfAlert);
  for (const fleetId of await listUnfinishedFleets(database.kysely))
    await database.kysely
      .transaction()
      .execute((transaction) => queue.send(transaction, RUN_OPERATIONS, { key: fleetId, data: { fleetId } }));
  await startIndex(queue);
}

async function run(fleetId: string, signal: AbortSignal): Promise<WorkDone> {
  const auth = await getAuthServices();
  const services = findRunnerServices(fleetId, (id) => findPerson(auth, id));
  if (services !== null) return runOperations(services, signal);
  log().error({ fleet: fleetId }, "There are operations of a fleet that is not configured any more");
  return "done";
}

async function tellOperation(data: TellWebhook, signal: AbortSignal): Promise<WorkDone> {
  const services = findWebhookServices(data.fleetId);
  if (services === null) return "done"; // it was taken out of the configuration meanwhile
  const told = await tellWebhook(services, data, signal);
  return afterTelling(told, data, "the result of an operation", tellEnd);
}

async function tellOfAlert(data: TellAlert, signal: AbortSignal): Promise<WorkDone> {
  const services = findWebhookServices(data.fleetId);
  if (services === null) return "done";
  const told = await tellAlert(services, data, signal);
  return afterTelling(told, data, "an alert", tellAlertLater);
}

async function afterTelling<Data extends { tries: number }>(
  told: Told,
  data: Data,
  what: string,
  again: (transaction: Parameters<typeof tellEnd>[0], data: Data, afterSeconds: number) => Promise<void>,
): Promise<WorkDone> {
  if (told.kind === "interrupted") return "again";
  const next = { ...data, tries: data.tries + 1 };
  if (told.kind === "gave-up")
    log().error({ telling: next, problem: told.problem }, `The webhook was given up with ${what}`);
  if (told.kind !== "later") return "done";
  log().warn({ telling: next, problem: told.problem }, `The webhook did not take ${what}`);
  const { kysely } = await getDatabase();
  await kysely.transaction().execute((transaction) => again(transaction, next, told.afterSeconds));
  return "done";
}
