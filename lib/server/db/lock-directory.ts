import { tryLock } from "@/lib/server/process/exclusive-lock";

/** Its message is for the person who starts the process: what is wrong and what they can do. */
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
 * Locks `directory` for this process. PGlite does not: two processes on one folder lose rows silently.
 *
 * @returns releases the lock
 * @throws DirectoryInUse
 */
export function lockDirectory(directory: string): () => void {
  const release = tryLock(`${directory}.lock`);
  if (release === null) throw new DirectoryInUse(directory);
  return release;
}
