// Reads a fleet into the index, as a console does, until somebody ends it:
// node --import ./lib/commands/resolve-sources.js lib/triage/testing/sync-in-process.ts '{"database": …, "fleet": …, "fleetId": …}'
import { type DatabaseConfig, openDatabase } from "@/lib/db/open-database";
import { createFleetGateway, type IotGatewayConfig } from "@/lib/iot/create-iot-gateway";
import { syncIndex } from "../sync-index";

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
const services = { fleetId, iot, turn: () => Promise.resolve(), kysely, thresholds };
await syncIndex(services, new AbortController().signal);
