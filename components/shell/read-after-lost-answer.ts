const WAITS_MS = [1_000, 2_000];

/**
 * Reads an outcome after the answer of our own server was lost. The server may still be at work, so while `isCertain`
 * is false, it reads twice more, within three seconds.
 *
 * @throws what `read` throws
 */
export async function readAfterLostAnswer<Value>(
  read: () => Promise<Value>,
  isCertain: (value: Value) => boolean,
): Promise<Value> {
  let current = await read();
  for (const waitMs of WAITS_MS) {
    if (isCertain(current)) break;
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    current = await read();
  }
  return current;
}
