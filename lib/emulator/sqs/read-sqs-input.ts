import { describeWrongs, isRecord, readMembers, type Member, type ReadOf } from "../http/shape.ts";
import type { Queue } from "./queue.ts";
import { noSuchQueue, sqsError } from "./sqs-error.ts";
import type { SqsCall } from "./sqs-call.ts";

/** Parses the input of a call. Members that the emulator does not use are ignored. @throws AwsError */
export function readSqsInput<S extends Record<string, Member<unknown>>>(
  { body }: SqsCall,
  members: S,
): ReadOf<S> {
  const input = parse(body);
  const wrongs: string[] = [];
  const read = readMembers(members, (name) => ({ value: input[name], text: false }), "", wrongs);
  const message = describeWrongs(wrongs);
  if (message !== undefined) throw sqsError("InvalidParameterValue", message);
  return read;
}

function parse(body: string): Record<string, unknown> {
  try {
    const input: unknown = JSON.parse(body);
    if (isRecord(input)) return input;
  } catch {
    // Refused below, like every other invalid body.
  }
  throw sqsError("SerializationException", "The body is no JSON object.");
}

/** `https://host/123456789012/name`: account and name matter, the host does not. @throws AwsError */
export function requireQueue({ queues, account }: SqsCall, queueUrl: string): Queue {
  if (!URL.canParse(queueUrl))
    throw sqsError("InvalidAddress", `The address ${queueUrl} is not valid for this endpoint.`);
  const [, owner, name = "", ...rest] = new URL(queueUrl).pathname.split("/");
  const queue = owner === account && rest.length === 0 ? queues.find(name) : undefined;
  if (!queue) throw noSuchQueue();
  return queue;
}

export const urlOf = ({ origin, account }: SqsCall, { name }: Queue) => `${origin}/${account}/${name}`;
