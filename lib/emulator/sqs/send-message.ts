import { integer, optional, required, string } from "../http/shape.ts";
import { readSqsInput, requireQueue } from "./read-sqs-input.ts";
import { md5 } from "./receive-message.ts";
import type { SqsCall } from "./sqs-call.ts";

/** For tests that send what no rule would. Rules put their events into the queue directly. */
export function sendMessage(call: SqsCall): object {
  const {
    QueueUrl,
    MessageBody,
    DelaySeconds = 0,
  } = readSqsInput(call, {
    QueueUrl: required(string()),
    MessageBody: required(string({ min: 1, max: 1_048_576 })),
    DelaySeconds: optional(integer({ min: 0, max: 900 })),
  });
  const queue = requireQueue(call, QueueUrl);
  const MessageId = queue.put(MessageBody, call.world.clock.now(), DelaySeconds * 1_000);
  return { MessageId, MD5OfMessageBody: md5(MessageBody) };
}
