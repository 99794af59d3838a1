import { randomUUID } from "node:crypto";

type Message = {
  id: string;
  body: string;
  sentAtMs: number;
  visibleAtMs: number;
  receives: number;
  firstReceivedAtMs: number | undefined;
};

export type ReceivedMessage = Readonly<Message> & { receiptHandle: string };

/** Beyond this the oldest messages are dropped: an unread queue must not fill the memory. */
const MOST_MESSAGES = 200_000;
const DEFAULT_VISIBILITY_S = 30;

/**
 * A standard queue: a received message is hidden for a while, and is delivered again unless it is deleted in time.
 *
 * Its clock is the emulator's, so that moving the clock makes messages in flight visible again.
 */
export class Queue {
  readonly name: string;
  readonly visibilityTimeoutS: number;
  readonly #messages = new Map<string, Message>();

  constructor(name: string, visibilityTimeoutS = DEFAULT_VISIBILITY_S) {
    this.name = name;
    this.visibilityTimeoutS = visibilityTimeoutS;
  }

  /** @returns the message's id */
  put(body: string, nowMs: number, delayMs = 0): string {
    const id = randomUUID();
    const visibleAtMs = nowMs + delayMs;
    this.#messages.set(id, {
      id,
      body,
      sentAtMs: nowMs,
      visibleAtMs,
      receives: 0,
      firstReceivedAtMs: undefined,
    });
    if (this.#messages.size > MOST_MESSAGES) this.#messages.delete(this.#messages.keys().next().value!);
    return id;
  }

  receive(limit: number, nowMs: number, visibilityTimeoutS = this.visibilityTimeoutS): ReceivedMessage[] {
    return [...this.#messages.values()]
      .filter(({ visibleAtMs }) => visibleAtMs <= nowMs)
      .sort((one, other) => one.visibleAtMs - other.visibleAtMs)
      .slice(0, limit)
      .map((message) => {
        message.receives++;
        message.firstReceivedAtMs ??= nowMs;
        message.visibleAtMs = nowMs + visibilityTimeoutS * 1_000;
        return { ...message, receiptHandle: responseMetadataOf(message) };
      });
  }

  /**
   * Deletes the message with this receipt handle. The handle of an earlier receive is accepted and deletes nothing, as in
   * AWS. Deleting a deleted message succeeds.
   *
   * @returns false for an invalid handle
   */
  delete(receiptHandle: string): boolean {
    const text = Buffer.from(receiptHandle, "base64").toString();
    const [id, receives] = text.split(" ");
    if (id === undefined || !/^[0-9a-f-]{36}$/.test(id) || !/^\d+$/.test(receives ?? "")) return false;
    if (this.#messages.get(id)?.receives === Number(receives)) this.#messages.delete(id);
    return true;
  }

  /** @returns the numbers of messages that are visible, in flight and delayed */
  count(nowMs: number): { waiting: number; inFlight: number; delayed: number } {
    const count = { waiting: 0, inFlight: 0, delayed: 0 };
    for (const { visibleAtMs, receives } of this.#messages.values())
      count[visibleAtMs <= nowMs ? "waiting" : receives > 0 ? "inFlight" : "delayed"]++;
    return count;
  }
}

const responseMetadataOf = ({ id, receives }: Message) => Buffer.from(`${id} ${receives}`).toString("base64");
