import { openDatabase } from "../open-database";

// A process of its own, started by lib/scripts/prepared-store.ts: makes a store of the embedded engine in the folder
// that it is called with, as a console does at its first start.
const [dataDir] = process.argv.slice(2);
if (dataDir === undefined) throw new Error("Say in which folder.");
await (await openDatabase({ kind: "embedded", dataDir })).close();
