import { DatabaseSync } from "node:sqlite";

/** Its message is a sentence for whoever starts the process, with the ways out. */
export class DirectoryInUse extends Error {
  override name = "DirectoryInUse";

  constructor(directory: string) {
    super(
      `Another process has the data folder ${directory} open. The embedded engine serves one process at a time: ` +
        "stop that one first, give this one a DATA_DIR of its own, or move to PostgreSQL by DATABASE_URL.",
    );
  }
}

/**
 * Takes `directory` for this process alone. PGlite does not: two processes on one folder lose rows without a word.
 *
 * The lock is SQLite's exclusive one, on a file beside the folder: the system itself gives it back when the process
 * ends, however it ends. A file with a pid in it, the other way, is left behind by a kill.
 *
 * @returns gives the folder back
 * @throws DirectoryInUse
 */
export function lockDirectory(directory: string): () => void {
  const lock = new DatabaseSync(`${directory}.lock`);
  try {
    lock.exec("pragma locking_mode = exclusive; begin exclusive");
  } catch (error) {
    lock.close();
    if (String(error).includes("locked")) throw new DirectoryInUse(directory);
    throw error;
  }
  return () => lock.close();
}
