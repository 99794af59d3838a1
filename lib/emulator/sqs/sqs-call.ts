import type { World } from "../state/world.ts";
import type { Queues } from "./queues.ts";

/** A call of SQS. */
export type SqsCall = {
  body: string;
  queues: Queues;
  /** Its clock is the queues' too. */
  world: World;
  account: string;
  /** Scheme and host by which the emulator was reached: what the URLs of its queues start with. */
  origin: string;
  /** Whether the caller has closed the connection: its messages stay in the queue. */
  isGone: () => boolean;
};
