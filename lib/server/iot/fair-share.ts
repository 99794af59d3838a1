import { perPriority, PRIORITIES, type Priority, rankOf } from "./priority";

/** Of so many calls of a queue and of those above it, one is its own while it waits. */
export const ONE_IN: Readonly<Record<Priority, number>> = {
  cancel: 1,
  "bulk-cancel": 20,
  interactive: 5,
  bulk: 20,
  reread: 20,
  background: 20,
  analysis: 20,
};

/** Several queues may be owed a call at the same moment. The one that is served late catches up, by up to two calls. */
const MAX_OWED = 2;

/**
 * Decides which queue is served next: the highest priority, except that every queue gets its share.
 *
 * Strict priority alone would starve all queues below an operation, which refills its queue for hours. So each queue
 * counts the calls that went before it from queues above. After `ONE_IN - 1` of them it is owed a call, and goes first.
 * An empty queue counts too, up to a limit, so that a caller who comes rarely is served at once.
 */
export class FairShare {
  readonly #isWaiting: (priority: Priority) => boolean;
  readonly #maxOwedToPeople: number;
  /** Calls from queues above since the queue's own last one: all of them, and those made while it waited. */
  readonly #passedOver = perPriority(() => ({ ever: 0, waiting: 0 }));

  /** @param maxOwedToPeople calls that people save up while they make none: a page makes several at once */
  constructor(isWaiting: (priority: Priority) => boolean, maxOwedToPeople: number) {
    this.#isWaiting = isWaiting;
    this.#maxOwedToPeople = Math.max(MAX_OWED, maxOwedToPeople);
  }

  /** @param waiting queues that wait, the highest priority first */
  next(waiting: readonly Priority[]): Priority | undefined {
    return waiting.find((each) => this.#owed(each) >= 1) ?? waiting[0];
  }

  /** How many calls of this queue may go before another one is owed its turn. Infinity if no other waits. */
  maxInARow(priority: Priority): number {
    const others = PRIORITIES.filter((each) => each !== priority && this.#isWaiting(each));
    const below = others.filter((each) => rankOf(each) > rankOf(priority));
    const untilOwed = below.map((each) => ONE_IN[each] - 1 - this.#passes(each));
    const own = below.length < others.length ? [this.#owed(priority)] : [];
    return Math.max(1, Math.min(Infinity, ...untilOwed, ...own));
  }

  /** Counts `calls` of this queue that were served. */
  record(priority: Priority, calls: number): void {
    for (const each of PRIORITIES.slice(rankOf(priority) + 1)) {
      const max = (each === "interactive" ? this.#maxOwedToPeople : MAX_OWED) * (ONE_IN[each] - 1);
      const { ever, waiting } = this.#passedOver[each];
      this.#passedOver[each] = {
        ever: Math.min(ever + calls, max),
        waiting: this.#isWaiting(each) ? Math.min(waiting + calls, max) : 0,
      };
    }
    const { ever, waiting } = this.#passedOver[priority];
    const used = calls * (ONE_IN[priority] - 1);
    this.#passedOver[priority] = { ever: Math.max(0, ever - used), waiting: Math.max(0, waiting - used) };
  }

  /** What a queue saved up while it was empty never goes before a person's cancellation. */
  #passes(priority: Priority): number {
    return this.#passedOver[priority][this.#isWaiting("cancel") ? "waiting" : "ever"];
  }

  #owed(priority: Priority): number {
    return priority === "cancel" ? 0 : Math.floor(this.#passes(priority) / (ONE_IN[priority] - 1));
  }
}
