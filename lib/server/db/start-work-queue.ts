import { PgBoss } from "pg-boss";
import type { Database } from "./open-database";
import { QUEUE_ALONE } from "./queue-connection";
import {
  createQueue,
  HEARTBEAT_EVERY_SECONDS,
  leave,
  leftKind,
  releaseOrphans,
  send,
  WATCH_EVERY_SECONDS,
} from "./queue-jobs";
import type { ObserveJob, Work, WorkKind, WorkQueue } from "./work-queue";

const UNOBSERVED: ObserveJob = (_kind, _data, _signal, run) => run();

/** The lowest value that pg-boss accepts. */
const POLL_SECONDS = 0.5;

/** For jobs that others have left. There is such a queue for each kind and fleet, and it is nearly always empty. */
const POLL_LEFT_SECONDS = 5;

/** Not an error: the job goes back to the queue on purpose. */
class Again extends Error {
  override name = "Again";
}

interface Polling {
  pollingIntervalSeconds: number;
  localConcurrency: number;
}

/**
 * Starts the queue on an open store. It is pg-boss, on the same database as everything else, so that a job is sent in the
 * transaction that makes it necessary.
 *
 * The owner creates the tables (see migrate); the queue itself never changes one. An outage of the database ends neither
 * the queue nor the process. Fetching fails until the database is back, and a job whose instance could not send heartbeats
 * meanwhile goes back to the queue.
 *
 * @param kinds       every kind that this process sends or works on
 * @param reportError called with errors of the queue itself
 * @param observe     sees each job
 */
export async function startWorkQueue(
  database: Pick<Database, "engine" | "queue">,
  kinds: readonly WorkKind[],
  reportError: (error: unknown) => void,
  observe: ObserveJob = UNOBSERVED,
): Promise<WorkQueue> {
  const { engine, queue } = database;
  const boss = new PgBoss({
    ...QUEUE_ALONE,
    db: queue,
    backend: engine === "embedded" ? "pglite" : "postgres",
    migrate: false,
    supervise: true,
    superviseIntervalSeconds: WATCH_EVERY_SECONDS,
    monitorIntervalSeconds: WATCH_EVERY_SECONDS,
    // Both need the owner's privileges, and the table has few rows.
    reindex: false,
    monitorVacuum: false,
  });
  boss.on("error", reportError); // without a listener, an error would end the process
  await boss.start();
  for (const kind of kinds) {
    await createQueue(boss, kind);
    if (engine === "embedded") await releaseOrphans(boss, kind);
  }

  const stopping = new AbortController();
  const listen = async <Data extends object>(
    name: string,
    work: Work<Data>,
    kind: WorkKind,
    options: Polling,
  ) => {
    const all = {
      ...options,
      heartbeatRefreshSeconds: HEARTBEAT_EVERY_SECONDS,
      includeMetadata: true,
    } as const;
    await boss.work<Data, void, typeof all>(name, all, async ([job]) => {
      const { data, singletonKey } = job!;
      const signal = AbortSignal.any([job!.signal, stopping.signal]);
      const done = await observe(kind, data, signal, async () => {
        const ended = await work(data, signal);
        if (typeof ended === "object") await leave(boss, kind, ended.leftFor, data, singletonKey);
        return ended;
      });
      if (done !== "again") return;
      if (name === kind.name) throw new Again("Not done yet.");
      // It continues in the queue of its kind. Otherwise the same job could run from two queues at once.
      await boss.send(kind.name, data, { ...(singletonKey !== null && { singletonKey }) });
    });
  };
  return {
    send: (transaction, kind, sending) => send(boss, transaction, kind, sending),
    work: async <Data extends object>(kind: WorkKind, work: Work<Data>, ownWords: readonly string[] = []) => {
      const polling = { pollingIntervalSeconds: POLL_SECONDS, localConcurrency: kind.atOnce };
      await listen(kind.name, work, kind, polling);
      for (const word of ownWords) {
        const left = leftKind(kind, word);
        await createQueue(boss, left);
        if (engine === "embedded") await releaseOrphans(boss, left);
        await listen(left.name, work, kind, {
          pollingIntervalSeconds: POLL_LEFT_SECONDS,
          localConcurrency: 1,
        });
      }
    },
    stop: async (withinMs) => {
      stopping.abort();
      await boss.stop({ graceful: true, timeout: withinMs, close: false });
    },
  };
}
