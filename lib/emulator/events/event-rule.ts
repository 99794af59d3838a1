import { createRandom, type Random } from "../simulation/random.ts";
import type { Queues } from "../sqs/queues.ts";
import type { PublishedEvent } from "./event-outlet.ts";

/** Defects of delivery: AWS promises only at least once, in any order (facts 4.1). */
export type Delivery = {
  /** The chance that an event is delivered twice. */
  duplicates: number;
  /** Each copy is delayed by a random time up to this, so that later ones overtake it. */
  disorderMs: number;
  /** The same number gives the same duplicates and delays. */
  seed: number;
};

const ORDERLY: Delivery = { duplicates: 0, disorderMs: 0, seed: 1 };

/** The rule `SELECT * FROM '$aws/events/#'` with an SQS action for every existing queue. */
export class EventRule {
  readonly #queues: Queues;
  #delivery = ORDERLY;
  #random: Random = createRandom(ORDERLY.seed);

  constructor(queues: Queues) {
    this.#queues = queues;
  }

  get delivery(): Delivery {
    return this.#delivery;
  }

  deliverAs(delivery: Partial<Delivery>): void {
    this.#delivery = { ...ORDERLY, ...delivery };
    this.#random = createRandom(this.#delivery.seed);
  }

  deliver({ payload }: PublishedEvent, nowMs: number): void {
    const body = JSON.stringify(payload);
    const { duplicates, disorderMs } = this.#delivery;
    for (const queue of this.#queues.all())
      for (let copies = this.#random.chance(duplicates) ? 2 : 1; copies > 0; copies--)
        queue.put(body, nowMs, Math.floor(this.#random.between(0, disorderMs)));
  }
}
