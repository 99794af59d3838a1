// Writes entries as fast as it can, and prints each number once it is on record, until it is killed.
import { createAuditLog } from "@/lib/server/audit/audit-log";
import { type DatabaseConfig, openDatabase } from "@/lib/server/db/open-database";
import { CANCELED, intentOf } from "./sample-entries";

const database = await openDatabase(JSON.parse(process.argv[2]!) as DatabaseConfig);
const log = createAuditLog(() => Promise.resolve(database));

async function writeForEver(): Promise<never> {
  for (;;) {
    const ref = await log.open(intentOf({}));
    process.stdout.write(`intent ${ref.entry}\n`);
    await log.complete(ref, CANCELED);
    process.stdout.write(`completed ${ref.entry}\n`);
  }
}

await Promise.all([writeForEver(), writeForEver(), writeForEver()]);
