import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { createRoleSessions, isSessionRefused, type Role } from "./role-sessions";
import { SERVICE, sessionName } from "./session-name";

/** What SQS has at most, in a batch and for waiting. */
const BATCH = 10;
const WAIT_SECONDS = 20;

/** What is not deleted after so long comes again: far longer than the store takes for a batch. */
const HIDDEN_SECONDS = 60;

const CONNECT_TIMEOUT_MS = 3_000;
const ANSWER_TIMEOUT_MS = 10_000;

/** A message as the queue has it. `receipt` is what it is deleted by. */
export interface QueuedMessage {
  id: string;
  body: string;
  metadata: string;
}

/** A queue to which a rule of AWS IoT sends events: at least once, in any order. */
export interface EventQueue {
  /** Waits for up to 20 s for messages: up to ten, or none. @throws what the SDK throws */
  receive(signal: AbortSignal): Promise<QueuedMessage[]>;
  /** What could not be deleted comes again. @throws what the SDK throws */
  remove(messages: readonly QueuedMessage[]): Promise<void>;
}

/** AWS's own queues name their region, which need not be the fleet's. */
const REGION = /(?:^|[.])sqs(?:-fips)?[.]([a-z0-9-]+)[.]/;

/**
 * Opens a fleet's queue of events, in the role that its reads are made in.
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
      // The SDK keeps what is not about to end. This always is, so that there is one cache, ours.
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
      const question = new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: BATCH,
        WaitTimeSeconds: WAIT_SECONDS,
        VisibilityTimeout: HIDDEN_SECONDS,
      });
      const timeout = AbortSignal.timeout(WAIT_SECONDS * 1_000 + ANSWER_TIMEOUT_MS);
      const abortSignal = AbortSignal.any([signal, timeout]);
      const { Messages = [] } = await renewing(() => client.send(question, { abortSignal }));
      return Messages.map(({ MessageId = "", Body = "", ReceiptHandle = "" }) => ({
        id: MessageId,
        body: Body,
        metadata: ReceiptHandle,
      }));
    },
    async remove(messages) {
      const Entries = messages.map(({ metadata }, index) => ({ Id: String(index), ReceiptHandle: metadata }));
      const deletion = new DeleteMessageBatchCommand({ QueueUrl: url, Entries });
      const abortSignal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
      await renewing(() => client.send(deletion, { abortSignal }));
    },
  };
}
