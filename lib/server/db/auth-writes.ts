/** Counts the statements that may have changed who is signed in, or their permissions. */
export interface AuthWrites {
  /** Called with each statement before it runs. */
  note: (sql: string) => void;
  count: () => number;
}

/** Their tables. A deletion in the first cascades to the second, and names only the first. */
const NAMES_THEM = /\bauth_(user|session)\b/i;
/** Every other statement may write, `with` included. */
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
