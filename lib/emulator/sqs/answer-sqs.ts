import type { Answer } from "../http/answer.ts";
import { deleteMessage, deleteMessageBatch } from "./delete-message.ts";
import { createQueue, getQueueAttributes, getQueueUrl } from "./find-queue.ts";
import { receiveMessage } from "./receive-message.ts";
import { sendMessage } from "./send-message.ts";
import type { SqsCall } from "./sqs-call.ts";
import { sqsError } from "./sqs-error.ts";

const TARGET = "AmazonSQS.";

const ACTIONS: Record<string, (call: SqsCall) => object | Promise<object>> = {
  CreateQueue: createQueue,
  GetQueueUrl: getQueueUrl,
  GetQueueAttributes: getQueueAttributes,
  SendMessage: sendMessage,
  ReceiveMessage: receiveMessage,
  DeleteMessage: deleteMessage,
  DeleteMessageBatch: deleteMessageBatch,
};

export const isSqsAction = (api: string): boolean => Object.hasOwn(ACTIONS, api);

/** The action that a call of SQS names in its X-Amz-Target, for faults and the log. */
export function sqsApiOf(target: string): string {
  const action = target.startsWith(TARGET) ? target.slice(TARGET.length) : "";
  return isSqsAction(action) ? action : "UnknownOperation";
}

/** Answers a call of SQS: AWS's JSON protocol, one address and the action in a header. @throws AwsError */
export async function answerSqs(api: string, call: SqsCall): Promise<Answer> {
  const action = ACTIONS[api];
  if (!action) throw sqsError("InvalidAction", "The action is none that the emulator knows.");
  return {
    status: 200,
    headers: { "content-type": "application/x-amz-json-1.0" },
    body: JSON.stringify(await action(call)),
  };
}
