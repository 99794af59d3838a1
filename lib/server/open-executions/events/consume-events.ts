import type { Database } from "@/lib/server/db/open-database";
import type { EventQueue } from "@/lib/server/iot/event-queue";
import type { IndexScope } from "../store/upsert-executions";
import { pause } from "../scan/pause";
import { type EventOrigin, type ReadEvent, readEvent } from "./read-event";
import { type EventOutcome, takeEvents } from "./take-events";

export interface EventServices extends IndexScope {
  queue: EventQueue;
  origin: () => EventOrigin;
  database: () => Promise<Database>;
  /** Told what came of each event. */
  recordEvent: (kind: ReadEvent["kind"], outcome: EventOutcome) => void;
  /** Told of a message that is no event that we could read, which is dropped. @param reason without its contents */
  recordUnreadable: (messageId: string, reason: string) => void;
  /** Called with each failure to read or follow the queue, and with null when it works again. */
  reportTrouble: (error: unknown) => void;
}

/** After a failure, and twice as long each time: the index is read from AWS all the while. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Follows a fleet's queue of events until told to end.
 *
 * A message is deleted after the index has taken what it says, so that a stop or a failure in between brings it again:
 * taking it twice is as good as once. What is in hand is finished before it ends.
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

/** Takes one batch, or waits for 20 s for none. @throws where it was not all taken and deleted */
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
  const outcomes = await takeEvents(kysely, services, events);
  for (const [index, event] of events.entries()) services.recordEvent(event.kind, outcomes[index]!);
  await services.queue.remove(messages);
  return messages.length;
}
