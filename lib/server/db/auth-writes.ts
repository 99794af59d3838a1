/** Counts the statements that may have changed who is signed in, or what they may. */
export interface AuthWrites {
  /** Is told of each statement before it runs. */
  note: (sql: string) => void;
  count: () => number;
}

/** Their tables. A deletion in the first takes rows of the second along, and names the first. */
const NAMES_THEM = /\bauth_(user|session)\b/i;
/** Whatever begins otherwise may write, `with` too. */
const ASKS_ONLY = /^\s*select\b/i;

/**
 * For the embedded engine, where this process is the only one that writes (lock-directory) and all its statements pass
 * one place: what was read while the count stood still is what the tables hold. It may count too much (a statement
 * that changes nothing, or is rolled back) and never too little.
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
