import type { Database } from "@/lib/server/db/open-database";
import type { EventQueue } from "@/lib/server/iot/event-queue";
import type { IndexScope } from "../store/index-scope";
import { pause } from "../scan/pause";
import { type EventOrigin, type ReadEvent, readEvent } from "./read-event";
import { applyEvents, type EventOutcome } from "./apply-events";

export interface EventServices extends IndexScope {
  queue: EventQueue;
  origin: () => EventOrigin;
  database: () => Promise<Database>;
  /** Called with the outcome of each event. */
  recordEvent: (kind: ReadEvent["kind"], outcome: EventOutcome) => void;
  /** Called with each message that is not a readable event, which is dropped. @param reason without its contents */
  recordUnreadable: (messageId: string, reason: string) => void;
  /** Called with each failure to receive, apply or delete messages, and with null when it works again. */
  reportTrouble: (error: unknown) => void;
}

/** After a failure, and twice as long each time: the scans keep the index up to date meanwhile. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Applies the events of a fleet's queue to the index until the signal aborts, and finishes the batch in flight then.
 *
 * A message is deleted only after it was applied, so it is received again after a stop or a failure in between: to apply
 * it twice changes nothing.
 */
export async function consumeEvents(services: EventServices, signal: AbortSignal): Promise<void> {
  let pauseMs = FIRST_PAUSE_MS;
  let isFailing = false;
  while (!signal.aborted) {
    try {
      await consumeOnce(services, signal);
      if (isFailing) services.reportTrouble(null);
      isFailing = false;
      pauseMs = FIRST_PAUSE_MS;
    } catch (error) {
      if (signal.aborted) return;
      services.reportTrouble(error);
      isFailing = true;
      await pause(pauseMs, signal);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }
}

/** Applies one batch, for which it waits up to 20 s. @throws if not all of it was applied and deleted */
export async function consumeOnce(services: EventServices, signal: AbortSignal): Promise<number> {
  const messages = await services.queue.receive(signal);
  if (messages.length === 0) return 0;
  const events: ReadEvent[] = [];
  for (const { id, body } of messages) {
    const read = readEvent(body, services.origin());
    if (read.ok) events.push(read.value);
    else services.recordUnreadable(id, read.failure);
  }
  const { kysely } = await services.database();
  const outcomes = await applyEvents(kysely, services, events);
  for (const [index, event] of events.entries()) services.recordEvent(event.kind, outcomes[index]!);
  await services.queue.remove(messages);
  return messages.length;
}
