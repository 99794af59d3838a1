import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { backUp } from "@/lib/server/db/back-up";
import { CommandError } from "./command-error.ts";
import { runCommand } from "./run-command.ts";
import { withStore } from "./with-store.ts";

/**
 * npm run backup -- FILE: saves the store as one file, except `REREAD_TABLES` and the queue. Either engine can restore
 * it.
 */
await runCommand(async () => {
  const [name, ...more] = process.argv.slice(2);
  if (!name || more.length > 0) throw new CommandError("Usage: npm run backup -- FILE");
  const file = resolve(name);
  const half = `${file}.part`; // an incomplete file never looks like a backup
  try {
    const count = await withStore((database) =>
      backUp(database, async (lines) => {
        // It holds every name and reason: only its owner may read it.
        await pipeline(Readable.from(lines), createGzip(), createWriteStream(half, { mode: 0o600 }));
      }),
    );
    await rename(half, file);
    console.log(`${count.toLocaleString("en-US")} rows are in ${file}`);
    return 0;
  } finally {
    await rm(half, { force: true });
  }
});
