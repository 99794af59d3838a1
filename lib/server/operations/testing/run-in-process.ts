// Runs operations on a store and an emulator, like an instance of the console, until it is killed:
// node --import ./lib/scripts/resolve-sources.js lib/server/operations/testing/run-in-process.ts '{"database": …, "fleet": …}'
// Prints "ready" once it works on the queue, "running" when a run starts, and "resting" when it ends.
import { type DatabaseConfig, openDatabase } from "@/lib/server/db/open-database";
import { startWorkQueue } from "@/lib/server/db/start-work-queue";
import type { IotGatewayConfig } from "@/lib/server/iot/create-iot-gateway";
import { runOperations } from "../run-operations";
import { listUnfinishedFleets } from "../runner-store";
import { RUN_OPERATIONS, type RunOperations } from "../work-kind";
import { findPersonIn, readControls } from "./chaos-controls";
import { runnerServices } from "./seed-run";

const {
  database: config,
  fleet,
  controls,
  number = 0,
} = JSON.parse(process.argv[2]!) as {
  database: DatabaseConfig;
  fleet: IotGatewayConfig;
  /** A file of Controls. */
  controls?: string;
  /** The number of this instance. */
  number?: number;
};
const database = await openDatabase(config);
const queue = await startWorkQueue(database, [RUN_OPERATIONS], (error) => console.error(String(error)));
const services = runnerServices(database, fleet, {
  ...(controls !== undefined && {
    findPerson: (id) => Promise.resolve(findPersonIn(controls, id)),
    target: () => ({
      region: fleet.region,
      endpoint: fleet.endpoint,
      account: readControls(controls).account,
    }),
  }),
});
await queue.work<RunOperations>(
  RUN_OPERATIONS,
  async ({ fleetId }, signal) => {
    if (controls !== undefined && readControls(controls).unknownTo.includes(number))
      return { leftFor: fleetId };
    console.log("running");
    try {
      return await runOperations(services, signal);
    } finally {
      console.log("resting");
    }
  },
  [services.fleet.id],
);
for (const fleetId of await listUnfinishedFleets(database.kysely))
  await database.kysely
    .transaction()
    .execute((transaction) => queue.send(transaction, RUN_OPERATIONS, { key: fleetId, data: { fleetId } }));
console.log("ready");
