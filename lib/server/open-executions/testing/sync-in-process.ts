// Syncs a fleet's index, as a console does, until the process is killed:
// node --import ./lib/scripts/resolve-sources.js lib/server/open-executions/testing/sync-in-process.ts '{"database": …, "fleet": …, "fleetId": …}'
import { type DatabaseConfig, openDatabase } from "@/lib/server/db/open-database";
import { createFleetGateway, type IotGatewayConfig } from "@/lib/server/iot/create-iot-gateway";
import { syncIndex } from "../scan/sync-index";

const {
  database: config,
  fleet,
  fleetId,
} = JSON.parse(process.argv[2]!) as { database: DatabaseConfig; fleet: IotGatewayConfig; fleetId: string };
const { kysely } = await openDatabase(config);
const thresholds = {
  stuckMinutes: 60,
  waitingMinutes: 1_440,
  stuckMinutesOfJob: {},
  stuckMinutesOfType: {},
};
const iot = createFleetGateway(fleet).as(null, "background");
const services = { fleetId, iot, acquire: () => Promise.resolve(), kysely, thresholds };
await syncIndex(services, new AbortController().signal);
