import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { createRoleSessions, isSessionRefused, type Role } from "./role-sessions";
import { SERVICE, sessionName } from "./session-name";

/** The maxima of SQS: messages a batch, and seconds of long polling. */
const BATCH = 10;
const WAIT_SECONDS = 20;

/** A message that is not deleted within this time is delivered again. The store takes far less for a batch. */
const HIDDEN_SECONDS = 60;

const CONNECT_TIMEOUT_MS = 3_000;
const ANSWER_TIMEOUT_MS = 10_000;

/** A message of the queue, and the handle by which it is deleted. */
export interface QueuedMessage {
  id: string;
  body: string;
  receiptHandle: string;
}

/** A queue to which a rule of AWS IoT sends events: delivered at least once, in any order. */
export interface EventQueue {
  /** Waits up to 20 s for messages. @returns at most ten, perhaps none. @throws what the SDK throws */
  receive(signal: AbortSignal): Promise<QueuedMessage[]>;
  /** Deletes messages. One that could not be deleted is delivered again. @throws what the SDK throws */
  remove(messages: readonly QueuedMessage[]): Promise<void>;
}

/** AWS's own queues name their region, which need not be the fleet's. */
const REGION = /(?:^|[.])sqs(?:-fips)?[.]([a-z0-9-]+)[.]/;

/**
 * Opens a fleet's queue of events, in the role of its reads.
 *
 * @param region  of the fleet, and of the queue where its URL names no other
 * @param readRole null: the server's own credentials
 * @param stsEndpoint where the role is assumed; null: the region's own STS
 */
export function createEventQueue({
  url,
  region,
  readRole,
  stsEndpoint,
}: {
  url: string;
  region: string;
  readRole: Role | null;
  stsEndpoint: string | null;
}): EventQueue {
  const { origin, hostname } = new URL(url);
  const sessions = createRoleSessions({ region, endpoint: stsEndpoint });
  const name = sessionName(SERVICE);
  const client = new SQSClient({
    region: REGION.exec(hostname)?.[1] ?? region,
    endpoint: origin,
    maxAttempts: 1,
    requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS },
    ...(readRole && {
      // The SDK caches credentials that do not expire soon. These always do, so that our cache is the only one.
      credentials: async () => ({ ...(await sessions.get(readRole, name)), expiration: new Date() }),
    }),
  });

  async function renewing<Value>(call: () => Promise<Value>): Promise<Value> {
    try {
      return await call();
    } catch (error) {
      if (readRole && isSessionRefused(error)) sessions.forget(readRole, name);
      throw error;
    }
  }

  return {
    async receive(signal) {
      const command = new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: BATCH,
        WaitTimeSeconds: WAIT_SECONDS,
        VisibilityTimeout: HIDDEN_SECONDS,
      });
      const timeout = AbortSignal.timeout(WAIT_SECONDS * 1_000 + ANSWER_TIMEOUT_MS);
      const abortSignal = AbortSignal.any([signal, timeout]);
      const { Messages = [] } = await renewing(() => client.send(command, { abortSignal }));
      return Messages.map(({ MessageId = "", Body = "", ReceiptHandle = "" }) => ({
        id: MessageId,
        body: Body,
        receiptHandle: ReceiptHandle,
      }));
    },
    async remove(messages) {
      const Entries = messages.map(({ receiptHandle }, index) => ({
        Id: String(index),
        ReceiptHandle: receiptHandle,
      }));
      const deletion = new DeleteMessageBatchCommand({ QueueUrl: url, Entries });
      const abortSignal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
      await renewing(() => client.send(deletion, { abortSignal }));
    },
  };
}
