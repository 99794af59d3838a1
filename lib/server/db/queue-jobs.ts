import { sql, type Transaction } from "kysely";
import { fromKysely, type PgBoss } from "pg-boss";
import { QUEUE_SCHEMA, type Tables } from "./tables";
import type { Sending, WorkKind } from "./work-queue";

/**
 * pg-boss notices that an instance was killed when its heartbeat is missing for this long (10 s is the lowest value that
 * it accepts) and another instance checks next: after some 15 s in all.
 */
const HEARTBEAT_SECONDS = 10;
export const HEARTBEAT_EVERY_SECONDS = 3;
export const WATCH_EVERY_SECONDS = 4;

/** A job that runs for so long hangs. Longer work ends earlier, with `again`. */
const EXPIRE_SECONDS = 6 * 3_600;
const KEPT_WHEN_DONE_SECONDS = 3_600;

/** A job that no instance can do waits so long for one that can. */
const LEFT_FOR_SECONDS = 365 * 24 * 3_600;

/** Creates the queue of a kind, or updates its options. */
export async function createQueue(boss: PgBoss, { name, onePerKey, retry }: WorkKind): Promise<void> {
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
  await boss.updateQueue(name, options); // an earlier version may have created it with others
}

/** For the embedded engine. The lock on its folder proves that no other process runs, so active jobs are a killed one's. */
export async function releaseOrphans(boss: PgBoss, { name }: WorkKind): Promise<void> {
  const jobs = await boss.findJobs(name, { limit: 100_000 });
  const orphans = jobs.filter(({ state }) => state === "active").map(({ id }) => id);
  if (orphans.length > 0) await boss.fail(name, orphans, { message: "The process that had it has ended." });
}

/** The queue of jobs that were left for `word`. */
export const leftKind = (kind: WorkKind, word: string): WorkKind => ({
  ...kind,
  name: `${kind.name}/${word}`,
});

/**
 * Moves a job to a queue that only instances read that can do it. Giving it back to the common queue was rejected:
 * instances poll in step, and the one that cannot do it would fetch it again and again before the one that can.
 */
export async function leave(
  boss: PgBoss,
  kind: WorkKind,
  word: string,
  data: object,
  singletonKey: string | null,
): Promise<void> {
  const left = leftKind(kind, word);
  await createQueue(boss, left);
  // pg-boss returns null if one waits already: that one covers this one.
  await boss.send(left.name, data, {
    retentionSeconds: LEFT_FOR_SECONDS,
    ...(singletonKey !== null && { singletonKey }),
  });
}

/** See `WorkQueue.send`. */
export async function send<Data extends object>(
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
  // pg-boss inserts nothing while a job of this key waits. That job could start, and miss what this transaction writes,
  // before the transaction is committed. So the waiting job is locked until then. If it started a moment ago, another is
  // inserted.
  for (let attempts = 0; attempts < MAX_SEND_ATTEMPTS; attempts++) {
    if (await lockWaitingJob(transaction, kind, key)) return;
    if ((await boss.send(kind.name, data, { db, singletonKey: key })) !== null) return;
  }
  throw new Error(`A job of ${kind.name} was not enqueued: another one waits, and cannot be found.`);
}

/**
 * Between two attempts another process has to start the job that waited. That does not happen ten times in a row, so
 * more means that pg-boss keeps its jobs otherwise than `lockWaitingJob` reads them.
 */
const MAX_SEND_ATTEMPTS = 10;

/**
 * Locks the job of this key that waits, so that no process starts it before `transaction` ends.
 *
 * pg-boss has no function for this: the statement reads its own table `job`. A test holds it to the installed version.
 *
 * @returns whether a job waits
 */
async function lockWaitingJob(
  transaction: Transaction<Tables>,
  { name }: WorkKind,
  key: string,
): Promise<boolean> {
  const { rows } = await sql`
    select id from ${sql.table(`${QUEUE_SCHEMA}.job`)}
    where name = ${name} and singleton_key = ${key} and state = 'created' for update`.execute(transaction);
  return rows.length > 0;
}
