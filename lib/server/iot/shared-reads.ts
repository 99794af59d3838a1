import { LruCache } from "@/lib/server/process/lru-cache";

/**
 * Lets identical reads share one answer, so that ten people on one page cost as much as one.
 *
 * A read joins one that is in flight, or shares an answer that is at most `maxAgeMs` old. Failures are not kept: the next
 * read asks again.
 *
 * `forget` makes later reads that name what was changed ask AWS again, even while an older one is in flight: AWS may have
 * answered that one before the change. All other reads stay shared, since an operation changes something ten times a
 * second. A list that names neither job nor thing, such as the list of all jobs, shows the change once its answer is as
 * old as the reader allows.
 */
export interface SharedReads {
  /** @param rank its place among the priorities, 0 first. A read never joins one in flight of a lower priority. */
  read<Answer extends { ok: boolean }>(
    key: string,
    { maxAgeMs, rank }: { maxAgeMs: number; rank: number },
    ask: () => Promise<Answer>,
  ): Promise<Answer>;
  /** @param names as they stand in keys, within quotes: a thing, a job */
  forget(names: readonly string[]): void;
}

/** Older answers are not shared, whatever age a caller allows. */
export const KEEP_MS = 60_000;

/**
 * A page of 250 executions takes about 60 KiB, so this bounds the memory at some 15 MB. A thousand of
 * them gave the garbage collector enough to do to slow down every other read.
 */
const MAX_ENTRIES = 250;

interface Entry {
  answer: Promise<{ ok: boolean }>;
  /** When the answer came; null while in flight. */
  answeredAt: number | null;
  rank: number;
}

/** @param now in ms, and never back */
export function createSharedReads(now: () => number = () => performance.now()): SharedReads {
  const entries = new LruCache<string, Entry>(MAX_ENTRIES);

  function drop(key: string, entry: Entry): void {
    if (entries.get(key) === entry) entries.delete(key);
  }

  function isFresh({ answeredAt, rank }: Entry, how: { maxAgeMs: number; rank: number }): boolean {
    if (answeredAt === null) return rank <= how.rank;
    return now() - answeredAt <= Math.min(how.maxAgeMs, KEEP_MS);
  }

  return {
    async read<Answer extends { ok: boolean }>(
      key: string,
      how: { maxAgeMs: number; rank: number },
      ask: () => Promise<Answer>,
    ) {
      const known = entries.get(key);
      if (known && how.maxAgeMs > 0 && isFresh(known, how)) return known.answer as Promise<Answer>;

      const entry: Entry = { answer: ask(), answeredAt: null, rank: how.rank };
      entries.set(key, entry);
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
