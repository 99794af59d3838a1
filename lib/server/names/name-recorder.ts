import type { Database } from "@/lib/server/db/open-database";
import { deleteName, upsertNames, type NameKind } from "./upsert-names";

/** Soon enough for a person who looks for a name next, and one statement for all that a page has read. */
const BATCH_MS = 500;

/** Most names of one statement. The embedded engine has one connection, and every page waits behind it. */
const BATCH_NAMES = 200;

/** After a batch, others have the store for this many times as long as it took. */
const REST_SHARE = 3;

/** Some megabytes. Names beyond it are dropped: they are seen again, on a page or by the scan of all things. */
const MOST_WAITING = 100_000;

/** Both methods return at once: names are written in the background. */
export interface NameRecorder {
  /** Records names that AWS has returned. */
  recordSeen: (kind: NameKind, names: readonly string[]) => void;
  /** Deletes a name that AWS does not know, so that Go to no longer leads there. */
  recordMissing: (kind: NameKind, name: string) => void;
}

/**
 * Records names in the background, a few at a time: while a list of 100,000 is read, other statements run in between. A
 * name that cannot be written is lost until it is seen again.
 *
 * @param onFailure called when names could not be written
 */
export function createNameRecorder(
  database: () => Promise<Database>,
  fleetId: string,
  onFailure: (error: unknown) => void,
): NameRecorder {
  const waiting: Readonly<Record<NameKind, Set<string>>> = { thing: new Set(), job: new Set() };
  const countWaiting = () => waiting.thing.size + waiting.job.size;
  let isScheduled = false;

  async function writeBatch(): Promise<void> {
    const startedAt = performance.now();
    try {
      const { kysely } = await database();
      for (const kind of ["thing", "job"] as const)
        await upsertNames(kysely, fleetId, kind, takeBatch(waiting[kind]));
    } catch (error) {
      onFailure(error);
    }
    isScheduled = false;
    if (countWaiting() > 0) scheduleBatch(Math.max(BATCH_MS, (performance.now() - startedAt) * REST_SHARE));
  }

  function scheduleBatch(ms: number): void {
    if (isScheduled) return;
    isScheduled = true;
    setTimeout(() => void writeBatch(), ms).unref();
  }

  return {
    recordSeen(kind, names) {
      const room = MOST_WAITING - countWaiting();
      for (const name of names.slice(0, Math.max(0, room))) waiting[kind].add(name);
      if (countWaiting() > 0) scheduleBatch(BATCH_MS);
    },
    recordMissing(kind, name) {
      waiting[kind].delete(name);
      database()
        .then(({ kysely }) => deleteName(kysely, fleetId, kind, name))
        .catch(onFailure);
    },
  };
}

function takeBatch(names: Set<string>): string[] {
  const batch: string[] = [];
  for (const name of names) {
    if (batch.length === BATCH_NAMES) break;
    batch.push(name);
    names.delete(name);
  }
  return batch;
}
