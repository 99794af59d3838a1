import { Queue } from "./queue.ts";

/** Exists from the start. */
export const FIRST_QUEUE = "iot-events";

/** All queues of the account. */
export class Queues {
  readonly #queues = new Map<string, Queue>();

  constructor() {
    this.clear();
  }

  find(name: string): Queue | undefined {
    return this.#queues.get(name);
  }

  /** An existing queue stays as it is. */
  make(name: string, visibilityTimeoutS?: number): Queue {
    const queue = this.#queues.get(name) ?? new Queue(name, visibilityTimeoutS);
    this.#queues.set(name, queue);
    return queue;
  }

  all(): Iterable<Queue> {
    return this.#queues.values();
  }

  clear(): void {
    this.#queues.clear();
    this.make(FIRST_QUEUE);
  }
}
