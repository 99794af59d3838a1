import type { World } from "../state/world.ts";
import type { Queues } from "./queues.ts";

/** A call of SQS. */
export type SqsCall = {
  body: string;
  queues: Queues;
  /** The world whose clock the queues use. */
  world: World;
  account: string;
  /** Scheme and host of the request, with which the URLs of the queues start. */
  origin: string;
  /** Whether the caller has closed the connection. Messages then stay in the queue. */
  isGone: () => boolean;
};
