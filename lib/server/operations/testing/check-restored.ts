import { sql } from "kysely";
import type { EmulatedFleet } from "@/lib/testing/emulated-fleet";
import { createAuditLog } from "@/lib/server/audit/audit-log";
import { type Database, type DatabaseConfig, openDatabase } from "@/lib/server/db/open-database";
import { restore } from "@/lib/server/db/restore";
import { controlOperation } from "../control-operation";
import { runOperations } from "../run-operations";
import { fleetOf } from "./seed-operation";
import { ADA, FLEET_ID, runnerServices } from "./seed-run";

/**
 * Restores a backup of running operations into an empty store. They must send nothing: they are paused, cannot be resumed,
 * and can be stopped.
 *
 * @returns each violation as a sentence
 */
export async function checkRestored(
  lines: readonly string[],
  emptyStore: DatabaseConfig,
  fleet: Pick<EmulatedFleet, "emulator" | "config" | "callsOf">,
): Promise<string[]> {
  const database = await openDatabase(emptyStore);
  try {
    await restore(database, linesOf(lines));
    return await tryToContinue(database, fleet);
  } finally {
    await database.close();
  }
}

async function tryToContinue(
  database: Database,
  { config, callsOf }: Pick<EmulatedFleet, "emulator" | "config" | "callsOf">,
): Promise<string[]> {
  const { kysely } = database;
  const breaches: string[] = [];
  const never = new AbortController().signal;
  const open = () => Promise.resolve(database);
  const control = {
    fleet: fleetOf(FLEET_ID),
    audit: createAuditLog(open),
    database: open,
    wakeRunner: () => Promise.resolve(),
  };
  const unfinished = await kysely
    .selectFrom("operation")
    .select(["id", "state", "pause_cause"])
    .where("state", "not in", ["finished", "stopped"])
    .execute();
  if (unfinished.length === 0) breaches.push("The backup has no operation that was unfinished.");
  for (const { id, state, pause_cause } of unfinished)
    if (state !== "paused" || pause_cause !== "restored")
      breaches.push(`${id} is ${state} (${pause_cause}) after it was restored.`);
  const calls = await callsOf(async () => {
    const run = () => runOperations(runnerServices(database, config), never);
    await run();
    for (const { id: operationId } of unfinished) {
      const resumed = await controlOperation(control, ADA, { operationId, control: "resume" });
      if (resumed.ok || resumed.failure.kind !== "must-be-planned-again")
        breaches.push(`${operationId} was resumed after it was restored.`);
      const stopped = await controlOperation(control, ADA, { operationId, control: "stop" });
      if (!stopped.ok) breaches.push(`${operationId} cannot be stopped: ${stopped.failure.kind}.`);
    }
    await run();
  });
  const sent = calls.filter(({ api }) => api.startsWith("Cancel")).length;
  if (sent > 0) breaches.push(`After it was restored ${sent} cancellations were sent.`);
  const { rows } = await sql<{ state: string }>`
    select distinct state from operation where id = any(${sql.val(unfinished.map(({ id }) => id))}::text[])`.execute(
    kysely,
  );
  if (rows.some(({ state }) => state !== "stopped"))
    breaches.push(`The restored operations are ${rows.map(({ state }) => state).join()}.`);
  return breaches;
}

async function* linesOf(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}
