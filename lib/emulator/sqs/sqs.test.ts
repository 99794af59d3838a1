import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEmulatorUnderTest, type EmulatorUnderTest } from "../testing/emulator-under-test.ts";

let aws: EmulatorUnderTest;
let sqs: SQSClient;
beforeAll(async () => {
  aws = await startEmulatorUnderTest();
  sqs = new SQSClient(aws.connection);
});
afterAll(() => aws.stop());

async function makeQueue(): Promise<string> {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: aws.name("queue") }));
  return QueueUrl!;
}

const put = (QueueUrl: string, MessageBody: string) =>
  sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));

async function receive(QueueUrl: string, more: { WaitTimeSeconds?: number } = {}) {
  const question = { QueueUrl, MaxNumberOfMessages: 10, ...more };
  return (await sqs.send(new ReceiveMessageCommand(question))).Messages ?? [];
}

test("a queue exists from the start and is found by its name", async () => {
  const QueueUrl = `${aws.url}/123456789012/iot-events`;
  expect(await sqs.send(new GetQueueUrlCommand({ QueueName: "iot-events" }))).toMatchObject({ QueueUrl });
  expect(await receive(QueueUrl)).toEqual([]);
});

test("a received message is hidden, is delivered again after a while, and is gone once it is deleted", async () => {
  const queue = await makeQueue();
  await put(queue, "one");
  const [first] = await receive(queue);
  expect(first).toMatchObject({ Body: "one" });
  expect(await receive(queue)).toEqual([]);
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queue, AttributeNames: ["All"] }),
  );
  expect(Attributes).toMatchObject({
    ApproximateNumberOfMessages: "0",
    ApproximateNumberOfMessagesNotVisible: "1",
  });

  await aws.advance(31_000);
  const [again] = await receive(queue);
  expect(again).toMatchObject({ Body: "one", MessageId: first!.MessageId });
  // The earlier handle is accepted, and deletes nothing.
  await sqs.send(new DeleteMessageCommand({ QueueUrl: queue, ReceiptHandle: first!.ReceiptHandle! }));
  await aws.advance(31_000);
  const [last] = await receive(queue);
  await sqs.send(new DeleteMessageCommand({ QueueUrl: queue, ReceiptHandle: last!.ReceiptHandle! }));
  await aws.advance(31_000);
  expect(await receive(queue)).toEqual([]);
});

test("a batch deletes the valid entries and reports each failed one", async () => {
  const queue = await makeQueue();
  for (const body of ["a", "b"]) await put(queue, body);
  const entries = (await receive(queue)).map(({ ReceiptHandle }, at) => ({ Id: String(at), ReceiptHandle }));
  const Entries = [...entries, { Id: "bad", ReceiptHandle: "no handle" }];
  const answer = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queue, Entries }));
  expect(answer.Successful).toEqual([{ Id: "0" }, { Id: "1" }]);
  expect(answer.Failed).toMatchObject([{ Id: "bad", Code: "ReceiptHandleIsInvalid" }]);
  await aws.advance(31_000);
  expect(await receive(queue)).toEqual([]);
});

test("a waiting receive is answered as soon as a message arrives", async () => {
  const queue = await makeQueue();
  const waiting = receive(queue, { WaitTimeSeconds: 20 });
  await put(queue, "late");
  expect(await waiting).toMatchObject([{ Body: "late" }]);
});

test("a message is not delivered to a caller that has closed the connection", async () => {
  const queue = await makeQueue();
  const stopping = new AbortController();
  const question = new ReceiveMessageCommand({ QueueUrl: queue, WaitTimeSeconds: 20 });
  const waiting = sqs.send(question, { abortSignal: stopping.signal });
  stopping.abort();
  await expect(waiting).rejects.toThrow();
  await put(queue, "kept");
  expect(await receive(queue, { WaitTimeSeconds: 5 })).toMatchObject([{ Body: "kept" }]);
});

test("refusals have SQS's own format", async () => {
  const gone = `${aws.url}/123456789012/gone`;
  await expect(receive(gone)).rejects.toMatchObject({
    name: "QueueDoesNotExist",
    message: "The specified queue does not exist.",
    $metadata: { httpStatusCode: 400 },
  });
  await expect(receive(await makeQueue(), { WaitTimeSeconds: 21 })).rejects.toMatchObject({
    name: "InvalidParameterValue",
  });
  await aws.fault({ api: "ReceiveMessage", kind: "deny" });
  await expect(receive(await makeQueue())).rejects.toMatchObject({ name: "AccessDeniedException" });
});
