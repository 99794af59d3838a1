import { DatabaseSync } from "node:sqlite";

/**
 * Locks `file` for the caller until it is released or the process ends.
 *
 * The lock is the exclusive one of SQLite on an otherwise empty database. The operating system releases it however the
 * process ends. A file with a process id in it was rejected: a kill leaves it behind, an empty one names nobody, and a
 * later process may have the same id.
 *
 * Imports only Node's own modules, since the npm scripts use it as plain Node.
 *
 * @param file in a folder that exists; created if missing, and never deleted, as another process may be waiting for it
 * @returns releases the lock; null when another process, or another caller in this one, holds it
 */
export function tryLock(file: string): (() => void) | null {
  const lock = new DatabaseSync(file);
  try {
    lock.exec("pragma locking_mode = exclusive; begin exclusive");
    return () => lock.close();
  } catch (error) {
    lock.close();
    if (error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY) return null;
    throw error;
  }
}

const SQLITE_BUSY = 5;
