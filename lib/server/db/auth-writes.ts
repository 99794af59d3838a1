/** Counts the statements that may have changed who is signed in, or their permissions. */
export interface AuthWrites {
  /** Called with each statement before it runs. */
  note: (sql: string) => void;
  count: () => number;
}

/** The tables of users and sessions. A deletion of a user names only the first, and cascades to the second. */
const NAMES_THEM = /\bauth_(user|session)\b/i;
/** A statement that only reads. Any other may write: so may one that starts with `with`. */
const ASKS_ONLY = /^\s*select\b/i;

/**
 * For the embedded engine, where only this process writes (lock-directory) and all its statements pass one place. While
 * the count stays the same, an earlier read still matches the tables. It may count too much (a statement that changes
 * nothing, or is rolled back) but never too little.
 */
export function countAuthWrites(): AuthWrites {
  let count = 0;
  return {
    note: (sql) => {
      if (NAMES_THEM.test(sql) && !ASKS_ONLY.test(sql)) count++;
    },
    count: () => count,
  };
}
