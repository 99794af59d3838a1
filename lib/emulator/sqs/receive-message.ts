import { createHash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { integer, optional, required, string } from "../http/shape.ts";
import { readSqsInput, requireQueue } from "./read-sqs-input.ts";
import type { ReceivedMessage } from "./queue.ts";
import type { SqsCall } from "./sqs-call.ts";

/**
 * A receive that waits polls the queue this often. Each poll applies the actions that are due, which may send messages.
 */
const LOOK_EVERY_MS = 20;

/** Waits up to WaitTimeSeconds for the first message. Hides the returned messages for a while. */
export async function receiveMessage(call: SqsCall): Promise<object> {
  const input = readSqsInput(call, {
    QueueUrl: required(string()),
    MaxNumberOfMessages: optional(integer({ min: 1, max: 10 })),
    VisibilityTimeout: optional(integer({ min: 0, max: 43_200 })),
    WaitTimeSeconds: optional(integer({ min: 0, max: 20 })),
  });
  const queue = requireQueue(call, input.QueueUrl);
  const waitsUntil = performance.now() + (input.WaitTimeSeconds ?? 0) * 1_000;
  for (;;) {
    if (call.isGone()) return {};
    const { clock } = call.world;
    clock.applyDue();
    const received = queue.receive(input.MaxNumberOfMessages ?? 1, clock.now(), input.VisibilityTimeout);
    if (received.length > 0) return { Messages: received.map(toMessage) };
    if (performance.now() >= waitsUntil) return {};
    await wait(LOOK_EVERY_MS);
  }
}

function toMessage(message: ReceivedMessage): object {
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: md5(message.body),
    Body: message.body,
    Attributes: {
      SentTimestamp: String(message.sentAtMs),
      ApproximateReceiveCount: String(message.receives),
      ApproximateFirstReceiveTimestamp: String(message.firstReceivedAtMs),
    },
  };
}

export const md5 = (text: string) => createHash("md5").update(text).digest("hex");
