/**
 * Shares one read among all callers that ask before it starts. Each caller gets a value that was read after it asked.
 * At most one read runs and one waits, however many callers there are.
 */
export function coalesced<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let current: Promise<unknown> = Promise.resolve();
  let next: Promise<Value> | null = null;
  return () => {
    next ??= current
      .catch(() => undefined)
      .then(() => {
        const started = read();
        current = started;
        next = null;
        return started;
      });
    return next;
  };
}
