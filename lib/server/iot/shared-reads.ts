/**
 * Lets identical reads share one answer, so that ten people on one page cost as much as one.
 *
 * A read joins one that is under way, or takes an answer that is at most `maxAgeMs` old.
 * Failures are not kept: the next one asks again. `forget` makes later reads that name what was
 * changed ask afresh, even where an older one is still under way: it may have been answered before.
 * All others stay shared: an operation changes something ten times a second. A list that names
 * neither, as that of all jobs, shows the change once it is as old as its reader allows.
 */
export interface SharedReads {
  /** @param rank its place in line, 0 first: a read does not join one under way that may wait longer than it would */
  read<Answer extends { ok: boolean }>(
    key: string,
    { maxAgeMs, rank }: { maxAgeMs: number; rank: number },
    ask: () => Promise<Answer>,
  ): Promise<Answer>;
  /** @param names as they stand in keys, within quotes: a thing, a job */
  forget(names: readonly string[]): void;
}

/** Answers older than this are of use to nobody; the longest age that a caller may name. */
export const KEEP_MS = 60_000;

/**
 * A page of 250 executions takes about 60 KiB, so this bounds the memory at some 15 MB. A thousand of
 * them gave the garbage collector enough to do to slow down every other read.
 */
const MAX_ENTRIES = 250;

interface Entry {
  answer: Promise<{ ok: boolean }>;
  /** When the answer came; null while under way. */
  answeredAt: number | null;
  rank: number;
}

/** @param now in ms, and never back */
export function createSharedReads(now: () => number = () => performance.now()): SharedReads {
  const entries = new Map<string, Entry>();

  function drop(key: string, entry: Entry): void {
    if (entries.get(key) === entry) entries.delete(key);
  }

  function evict(): void {
    for (const [key, entry] of entries) {
      const old = entry.answeredAt !== null && now() - entry.answeredAt > KEEP_MS;
      if (!old && entries.size <= MAX_ENTRIES) return;
      entries.delete(key);
    }
  }

  return {
    async read<Answer extends { ok: boolean }>(
      key: string,
      { maxAgeMs, rank }: { maxAgeMs: number; rank: number },
      ask: () => Promise<Answer>,
    ) {
      const known = entries.get(key);
      const fresh =
        known && (known.answeredAt === null ? known.rank <= rank : now() - known.answeredAt <= maxAgeMs);
      if (fresh && maxAgeMs > 0) return known.answer as Promise<Answer>;

      const entry: Entry = { answer: ask(), answeredAt: null, rank };
      entries.delete(key);
      entries.set(key, entry);
      evict();
      try {
        const answer = await entry.answer;
        entry.answeredAt = now();
        if (!answer.ok) drop(key, entry);
        return answer as Answer;
      } catch (error) {
        drop(key, entry);
        throw error;
      }
    },
    forget(names) {
      const quoted = names.map((name) => JSON.stringify(name));
      for (const key of entries.keys()) if (quoted.some((name) => key.includes(name))) entries.delete(key);
    },
  };
}
