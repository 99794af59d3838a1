import { map, optional, required, string } from "../http/shape.ts";
import { readSqsInput, requireQueue, urlOf } from "./read-sqs-input.ts";
import type { SqsCall } from "./sqs-call.ts";
import { noSuchQueue, sqsError } from "./sqs-error.ts";

const QueueName = required(string({ min: 1, max: 80, pattern: "[A-Za-z0-9_-]+" }));

/** A created queue receives all further events of the account, as if a rule sent them. */
export function createQueue(call: SqsCall): object {
  const input = readSqsInput(call, { QueueName, Attributes: optional(map(string(), string())) });
  const { VisibilityTimeout } = input.Attributes ?? {};
  if (
    VisibilityTimeout !== undefined &&
    !(/^\d+$/.test(VisibilityTimeout) && Number(VisibilityTimeout) <= 43_200)
  )
    throw sqsError("InvalidAttributeValue", "Invalid value for the parameter VisibilityTimeout.");
  const seconds = VisibilityTimeout === undefined ? undefined : Number(VisibilityTimeout);
  return { QueueUrl: urlOf(call, call.queues.make(input.QueueName, seconds)) };
}

export function getQueueUrl(call: SqsCall): object {
  const queue = call.queues.find(readSqsInput(call, { QueueName }).QueueName);
  if (!queue) throw noSuchQueue();
  return { QueueUrl: urlOf(call, queue) };
}

/** Returns all attributes, whichever were requested. */
export function getQueueAttributes(call: SqsCall): object {
  const { QueueUrl } = readSqsInput(call, { QueueUrl: required(string()) });
  const queue = requireQueue(call, QueueUrl);
  call.world.clock.applyDue();
  const { waiting, inFlight, delayed } = queue.count(call.world.clock.now());
  return {
    Attributes: {
      ApproximateNumberOfMessages: String(waiting),
      ApproximateNumberOfMessagesNotVisible: String(inFlight),
      ApproximateNumberOfMessagesDelayed: String(delayed),
      VisibilityTimeout: String(queue.visibilityTimeoutS),
    },
  };
}
