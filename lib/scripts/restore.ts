import { createReadStream } from "node:fs";
import { access } from "node:fs/promises";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { verifyChain } from "@/lib/server/audit/verify-chain";
import { NotABackup, restore, StoreNotEmpty } from "@/lib/server/db/restore";
import { chainReport } from "./chain-report.ts";
import { CommandError } from "./command-error.ts";
import { runCommand } from "./run-command.ts";
import { withStore } from "./with-store.ts";

/** npm run restore -- FILE: restores a backup into an empty store of either engine. Restores all of it, or nothing. */
await runCommand(async () => {
  const [name, ...more] = process.argv.slice(2);
  if (!name || more.length > 0) throw new CommandError("Usage: npm run restore -- FILE");
  const file = resolve(name);
  await access(file).catch(() => {
    throw new CommandError(`There is no file ${file}.`);
  });
  const { restored, report } = await withStore(async (database) => ({
    restored: await restore(database, readLines(file)).catch(explain),
    report: await verifyChain(database.kysely),
  }));
  console.log(`${restored.rows.toLocaleString("en-US")} rows are restored.\n${chainReport(report)}`);
  if (restored.pausedOperations > 0) console.log(pausedSentence(restored.pausedOperations));
  return report.fault ? 1 : 0;
});

function pausedSentence(operations: number): string {
  const those =
    operations === 1 ? "1 operation was" : `${operations.toLocaleString("en-US")} operations were`;
  return (
    `${those} unfinished in the backup and ${operations === 1 ? "is" : "are"} paused now. What their plans were about ` +
    "may have changed since the backup was made: stop them, and plan again what is still to be canceled."
  );
}

/** Opens the file when the first line is requested: a reader created earlier would drop lines before anyone listens. */
async function* readLines(file: string): AsyncGenerator<string> {
  const text = createReadStream(file).pipe(createGunzip());
  const lines = createInterface({ input: text, crlfDelay: Infinity });
  try {
    yield* lines;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "Z_BUF_ERROR") return; // cut off: `restore` will miss the last line, which has the number of rows
    if (code?.startsWith("Z_"))
      throw new NotABackup("The file is no backup of Standdown, or it was damaged.");
    throw error;
  }
}

function explain(error: unknown): never {
  if (error instanceof StoreNotEmpty || error instanceof NotABackup) throw new CommandError(error.message);
  throw error;
}
