/**
 * Shares a read among all who ask while none has begun: each gets an answer that was read after it asked, and at most one
 * read is under way and one waits, however many ask.
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
