import { sql, type Transaction } from "kysely";
import { fromKysely, PgBoss } from "pg-boss";
import type { Database } from "./open-database";
import { QUEUE_ALONE } from "./queue-connection";
import { QUEUE_SCHEMA, type Tables } from "./tables";

/** A kind of work that waits in the store until some instance does it, again and again until it is done. */
export interface WorkKind {
  /** Letters, digits, `_`, `-`, `.` and `/`. */
  name: string;
  /** Of all jobs with the same key one is under way, and one more waits: whatever else is sent is covered by that one. */
  onePerKey: boolean;
  /** How many of them this process does at once. */
  atOnce: number;
  /** How long to wait after a job has failed; it doubles with each failure up to `maxDelaySeconds`. */
  retry: { limit: number; delaySeconds: number; maxDelaySeconds: number };
}

/**
 * `again`: not done yet, as when the process stops. The job goes back and is taken soon, here or elsewhere.
 * `leftFor`: this instance cannot do it. It is left for those that take part with this word among their `ownWords`.
 */
export type WorkDone = "done" | "again" | { leftFor: string };

/**
 * Does one job. What it throws fails the job, which is tried again later.
 *
 * @param signal aborted when the process stops, and when the job is somebody else's by now: end soon. A job that was
 *   taken over may still be under way in the instance that had it, so whatever counts has to be fenced by its own means.
 */
export type Work<Data> = (data: Data, signal: AbortSignal) => Promise<WorkDone>;

/** Runs one job by `run`, and sees what it throws: the queue itself only tries again, and says nothing. */
export type ObserveJob = (
  kind: WorkKind,
  data: object,
  signal: AbortSignal,
  run: () => Promise<WorkDone>,
) => Promise<WorkDone>;

const UNOBSERVED: ObserveJob = (_kind, _data, _signal, run) => run();

export interface Sending<Data> {
  data: Data;
  /** For kinds with one per key. */
  key?: string;
  /** For kinds without. */
  afterSeconds?: number;
}

/** The durable queue: what was sent survives every process, and no job is done by two at once as far as that can be. */
export interface WorkQueue {
  /** Has the job done once `transaction` is committed, and never where it is rolled back. */
  send: <Data extends object>(
    transaction: Transaction<Tables>,
    kind: WorkKind,
    sending: Sending<Data>,
  ) => Promise<void>;
  /**
   * Takes part in doing jobs of this kind.
   *
   * @param ownWords of jobs that other instances have left, those that were left for one of these are done here
   */
  work: <Data extends object>(
    kind: WorkKind,
    work: Work<Data>,
    ownWords?: readonly string[],
  ) => Promise<void>;
  /** Takes nothing new, tells those under way to end, and waits for them at most so long. */
  stop: (withinMs: number) => Promise<void>;
}

/** The least that pg-boss takes. */
const POLL_SECONDS = 0.5;

/** For jobs that others have left. There is such a queue for each kind and fleet, and nearly always nothing in it. */
const POLL_LEFT_SECONDS = 5;

/** A job that nobody can do waits so long for somebody who can. */
const LEFT_FOR_SECONDS = 365 * 24 * 3_600;

/**
 * An instance that was killed is noticed when its heart has not beaten for so long (10 s is the least that pg-boss
 * takes), by whoever looks next: some 15 s in all.
 */
const HEARTBEAT_SECONDS = 10;
const HEARTBEAT_EVERY_SECONDS = 3;
const WATCH_EVERY_SECONDS = 4;

/** A job that is under way for so long hangs. What takes longer ends before, with `again`. */
const EXPIRE_SECONDS = 6 * 3_600;
const KEPT_WHEN_DONE_SECONDS = 3_600;

/** Kept apart from errors: the job is handed back on purpose. */
class Again extends Error {
  override name = "Again";
}

/**
 * Starts the queue on an open store: pg-boss, on the same database as everything else, so that a job is sent in the
 * transaction that makes it necessary.
 *
 * The tables are the owner's (see migrate); the queue itself never changes one. An outage of the database ends neither
 * it nor the process: fetching goes on failing until the database is back, and a job whose instance could not beat its
 * heart meanwhile is given back to the queue.
 *
 * @param kinds all that is sent or worked on by this process
 * @param tell is told what went wrong beside the jobs
 * @param observe sees each job
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
    // Both need the owner's rights, and the table is a few rows long.
    reindex: false,
    monitorVacuum: false,
  });
  boss.on("error", reportError); // unheard, it would end the process
  await boss.start();
  for (const kind of kinds) {
    await makeQueue(boss, kind);
    if (engine === "embedded") await giveBackOrphans(boss, kind);
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
      // It goes on as any other of its kind, so that there are not two queues from which the same is done for ever.
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
        await makeQueue(boss, left);
        if (engine === "embedded") await giveBackOrphans(boss, left);
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

async function makeQueue(boss: PgBoss, { name, onePerKey, retry }: WorkKind): Promise<void> {
  const options = {
    heartbeatSeconds: HEARTBEAT_SECONDS,
    expireInSeconds: EXPIRE_SECONDS,
    deleteAfterSeconds: KEPT_WHEN_DONE_SECONDS,
    retryLimit: retry.limit,
    retryDelay: retry.delaySeconds,
    ...(retry.maxDelaySeconds > retry.delaySeconds
      ? { retryBackoff: true, retryDelayMax: retry.maxDelaySeconds }
      : { retryBackoff: false }),
  };
  await boss.createQueue(name, { ...options, policy: onePerKey ? "stately" : "standard" });
  await boss.updateQueue(name, options); // of a former version it may be there with others
}

/** The lock on the folder proves that nobody else runs: what is still under way there was left by a killed process. */
async function giveBackOrphans(boss: PgBoss, { name }: WorkKind): Promise<void> {
  const jobs = await boss.findJobs(name, { limit: 100_000 });
  const orphans = jobs.filter(({ state }) => state === "active").map(({ id }) => id);
  if (orphans.length > 0) await boss.fail(name, orphans, { message: "The process that had it has ended." });
}

interface Polling {
  pollingIntervalSeconds: number;
  localConcurrency: number;
}

/** The queue in which jobs wait that were left for `word`. */
const leftKind = (kind: WorkKind, word: string): WorkKind => ({ ...kind, name: `${kind.name}/${word}` });

/**
 * Puts a job where only those find it that can do it. To give it back to the queue of all was rejected: instances poll in
 * step, and the one that cannot do it would take it again and again, before the one that can.
 */
async function leave(
  boss: PgBoss,
  kind: WorkKind,
  word: string,
  data: object,
  singletonKey: string | null,
): Promise<void> {
  const left = leftKind(kind, word);
  await makeQueue(boss, left);
  // null is answered where one waits already: that one covers it.
  await boss.send(left.name, data, {
    retentionSeconds: LEFT_FOR_SECONDS,
    ...(singletonKey !== null && { singletonKey }),
  });
}

async function send<Data extends object>(
  boss: PgBoss,
  transaction: Transaction<Tables>,
  kind: WorkKind,
  { data, key, afterSeconds }: Sending<Data>,
): Promise<void> {
  const db = fromKysely(transaction);
  if (!kind.onePerKey) {
    await boss.send(kind.name, data, { db, ...(afterSeconds !== undefined && { startAfter: afterSeconds }) });
    return;
  }
  if (key === undefined) throw new Error(`A job of ${kind.name} needs a key.`);
  // Nothing is inserted where one waits already, and that one could be begun, and have looked in vain for what this
  // transaction writes, before it is committed. So it is held until then; if it was begun a moment ago, another is sent.
  while (!(await holdWaiting(transaction, kind, key))) {
    if ((await boss.send(kind.name, data, { db, singletonKey: key })) !== null) return;
  }
}

/** @returns whether a job waits: it cannot be taken before `transaction` ends */
async function holdWaiting(
  transaction: Transaction<Tables>,
  { name }: WorkKind,
  key: string,
): Promise<boolean> {
  const { rows } = await sql`
    select id from ${sql.table(`${QUEUE_SCHEMA}.job`)}
    where name = ${name} and singleton_key = ${key} and state = 'created' for update`.execute(transaction);
  return rows.length > 0;
}
