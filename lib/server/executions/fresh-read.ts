import { addMs, isPast, type Moment, momentNow } from "@/lib/core/domain/moment";
import { ok, type Result } from "@/lib/core/domain/result";

/**
 * How old a read may be when AWS is called. It bounds the one window that remains: between the read and the call,
 * another execution with the same version, or another job with the same id, may replace the one that was read
 * (facts 8).
 */
const FRESH_WITHIN_MS = 2_000;

/** What was read, and when the request for it left. */
export interface FreshRead<Value> {
  value: Value;
  readAt: Moment;
}

/** The last moment at which AWS may be called because of this read. */
export const freshUntil = ({ readAt }: { readAt: Moment }): Moment => addMs(readAt, FRESH_WITHIN_MS);

/** @param read has to call `onSend` when its request leaves. A retry calls it again */
export async function readFresh<Value, Failure>(
  read: (onSend: () => void) => Promise<Result<Value, Failure>>,
): Promise<Result<FreshRead<Value>, Failure>> {
  let readAt = momentNow();
  const answer = await read(() => void (readAt = momentNow()));
  return answer.ok ? ok({ value: answer.value, readAt }) : answer;
}

/**
 * Reads, waits for a slot of the rate limiter, and reads again if the wait has used up half of the time that the read
 * is fresh. The result may be older than `FRESH_WITHIN_MS` all the same, if the second read is slow: the caller sends
 * nothing after `freshUntil`.
 *
 * @param read reads and decides whether there is something to call AWS for
 */
export async function readAndAcquire<Ready extends { readAt: Moment }, Slot, Failure>(
  read: () => Promise<Result<Ready, Failure>>,
  acquire: () => Promise<Result<Slot, Failure>>,
): Promise<Result<{ ready: Ready; slot: Slot }, Failure>> {
  let ready = await read();
  if (!ready.ok) return ready;
  const slot = await acquire();
  if (!slot.ok) return slot;
  if (isPast(addMs(ready.value.readAt, FRESH_WITHIN_MS / 2))) ready = await read();
  return ready.ok ? ok({ ready: ready.value, slot: slot.value }) : ready;
}
