import { findPerson } from "@/lib/auth/find-person";
import { getAuthServices } from "@/lib/auth/get-auth";
import { startWorkQueue, type WorkDone } from "@/lib/db/work-queue";
import { onStop } from "@/lib/graceful-stop";
import { runOperations } from "@/lib/operations/run-operations";
import { listUnfinishedFleets } from "@/lib/operations/runner-store";
import { tellWebhook } from "@/lib/operations/tell-webhook";
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
  tellEnd,
  useWorkQueue,
} from "@/lib/services";
import { SYNC_INDEX } from "@/lib/triage/work-kind";
import { startIndex } from "@/lib/start-index";
import { log } from "@/lib/telemetry/log";

/** A runner finishes what it has in hand: some seconds' worth. Within what stopping as a whole may take. */
const STOP_WITHIN_MS = 15_000;

/** Of many fleets so many run here at once; the others wait for their turn, or for another instance. */
const MOST_FLEETS_AT_ONCE = 8;

/** Takes part in running operations from now on, those included that a former run has left unfinished. */
export async function startOperations(): Promise<void> {
  const database = await getDatabase();
  const queue = await startWorkQueue(database, [RUN_OPERATIONS, SYNC_INDEX, TELL_WEBHOOK], (error) =>
    log().error({ err: error }, "The work queue"),
  );
  onStop("the work queue", () => queue.stop(STOP_WITHIN_MS));
  useWorkQueue(queue);

  const atOnce = Math.min(MOST_FLEETS_AT_ONCE, countFleets());
  await queue.work<RunOperations>({ ...RUN_OPERATIONS, atOnce }, ({ fleetId }, signal) =>
    run(fleetId, signal),
  );
  await queue.work<TellWebhook>(TELL_WEBHOOK, tell);
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

async function tell(data: TellWebhook, signal: AbortSignal): Promise<WorkDone> {
  const services = findWebhookServices(data.fleetId);
  if (services === null) return "done"; // it was taken out of the configuration meanwhile
  const told = await tellWebhook(services, data, signal);
  if (told.kind === "interrupted") return "again";
  const about = { fleet: data.fleetId, operation: data.operationId, tries: data.tries + 1 };
  if (told.kind === "gave-up") log().error({ ...about, problem: told.problem }, "The webhook was given up");
  if (told.kind !== "later") return "done";
  log().warn({ ...about, problem: told.problem }, "The webhook did not take the result of an operation");
  const { kysely } = await getDatabase();
  await kysely
    .transaction()
    .execute((transaction) => tellEnd(transaction, { ...data, tries: data.tries + 1 }, told.afterSeconds));
  return "done";
}
