type Entry = { atMs: number; order: number; action: () => void };

/**
 * The emulator's own time and its schedule of actions.
 *
 * No timer of the operating system runs. Every reader of the world calls `applyDue()` first, which performs the actions
 * that are due, each at the time for which it was scheduled. So moving the clock a week forward is exact.
 */
export class Clock {
  #offsetMs = 0;
  #actionAtMs: number | null = null;
  #order = 0;
  readonly #heap: Entry[] = [];

  /** Epoch milliseconds; inside an action, the time for which it was scheduled. */
  now(): number {
    return this.#actionAtMs ?? Date.now() + this.#offsetMs;
  }

  /** Moves the clock forward and performs every action that becomes due. */
  advance(ms: number): void {
    this.#offsetMs += ms;
    this.applyDue();
  }

  /** Schedules an action. Nothing is ever unscheduled: the action itself checks whether it still applies. */
  plan(atMs: number, action: () => void): void {
    const heap = this.#heap;
    let place = heap.push({ atMs, order: this.#order++, action }) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!isEarlier(heap[place]!, heap[parent]!)) break;
      [heap[place], heap[parent]] = [heap[parent]!, heap[place]!];
      place = parent;
    }
  }

  /** Runs an action while time stands still, so that all its timestamps are equal. */
  hold<T>(action: () => T): T {
    const before = this.#actionAtMs;
    this.#actionAtMs = this.now();
    try {
      return action();
    } finally {
      this.#actionAtMs = before;
    }
  }

  /** Performs every action that is due. */
  applyDue(): void {
    if (this.#actionAtMs !== null) return;
    const now = this.now();
    try {
      for (let next = this.#heap[0]; next && next.atMs <= now; next = this.#heap[0]) {
        this.#takeFirst();
        this.#actionAtMs = next.atMs;
        next.action();
      }
    } finally {
      this.#actionAtMs = null;
    }
  }

  #takeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    heap[0] = last;
    for (let place = 0; ;) {
      let least = place;
      for (const child of [2 * place + 1, 2 * place + 2]) {
        if (child < heap.length && isEarlier(heap[child]!, heap[least]!)) least = child;
      }
      if (least === place) return;
      [heap[place], heap[least]] = [heap[least]!, heap[place]!];
      place = least;
    }
  }
}

function isEarlier(one: Entry, other: Entry): boolean {
  return one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);
}
