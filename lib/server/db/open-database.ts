import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Kysely, PGliteDialect } from "kysely";
import { countAuthWrites } from "./auth-writes";
import { EmbeddedEngine } from "./embedded-engine";
import { lockDirectory } from "./lock-directory";
import { currentSchema, findLogin, requirePowerless } from "./application-role";
import { migrateEmbedded, migratePostgres } from "./migrate";
import { postgresDialect } from "./postgres-engine";
import { embeddedQueue, postgresQueue, type QueueConnection } from "./queue-connection";
import type { Tables } from "./tables";
import { keepTidy } from "./tidy-tables";

export type DatabaseConfig =
  | { kind: "embedded"; dataDir: string }
  /** `ownerUrl` is of who owns the tables; without it the user of `url` does. */
  | { kind: "postgres"; url: string; ownerUrl?: string };

export interface Database {
  engine: DatabaseConfig["kind"];
  kysely: Kysely<Tables>;
  /** For work-queue alone. */
  queue: QueueConnection;
  /**
   * Does what the console's own role may not: retention, restoring a backup. On PostgreSQL over connections of their
   * own, as who owns the tables; the embedded engine knows one user only.
   */
  asOwner: <Value>(work: (owner: Kysely<Tables>) => Promise<Value>) => Promise<Value>;
  /**
   * How often something may have been written so far about who is signed in. Null where other processes write as well,
   * and only the tables can tell.
   */
  authWrites: (() => number) | null;
  /** Waits for what is under way. Twice is once. */
  close: () => Promise<void>;
}

/**
 * Opens the store and brings its tables up to date, under a lock: any number of instances may start at once.
 *
 * @throws DirectoryInUse when another process has the embedded engine's folder
 */
export function openDatabase(config: DatabaseConfig): Promise<Database> {
  return config.kind === "embedded" ? openEmbedded(config.dataDir) : openPostgres(config);
}

async function openEmbedded(dataDir: string): Promise<Database> {
  const directory = join(resolve(/* turbopackIgnore: true */ dataDir), "pglite");
  await mkdir(/* turbopackIgnore: true */ dataDir, { recursive: true });
  const unlock = lockDirectory(directory);
  const authWrites = countAuthWrites();
  let engine!: EmbeddedEngine;
  const kysely = new Kysely<Tables>({
    dialect: new PGliteDialect({ pglite: () => (engine = new EmbeddedEngine(directory, authWrites.note)) }),
  });
  const queue = embeddedQueue(kysely, () => engine);
  const close = once(async () => {
    await stopTidying();
    await kysely.destroy();
    unlock();
  });
  const stopTidying = keepTidy(kysely);
  await migrateEmbedded(kysely, queue).catch(async (error: unknown) => {
    await close().catch(() => undefined); // of the two errors the first is the one to read
    throw error;
  });
  const asOwner: Database["asOwner"] = (work) => work(kysely);
  return { engine: "embedded", kysely, queue, asOwner, authWrites: authWrites.count, close };
}

async function openPostgres({ url, ownerUrl }: DatabaseConfig & { kind: "postgres" }): Promise<Database> {
  const asOwner: Database["asOwner"] = async (work) => {
    const owner = new Kysely<Tables>({ dialect: postgresDialect(ownerUrl ?? url, "owner") });
    try {
      return await work(owner);
    } finally {
      await owner.destroy();
    }
  };
  const schema = await asOwner(async (owner) => {
    const queueOfOwner = postgresQueue(ownerUrl ?? url, "owner");
    const login = ownerUrl === undefined ? null : await findLogin(url);
    await migratePostgres(owner, queueOfOwner, login).finally(queueOfOwner.close);
    return currentSchema(owner);
  });
  const kysely = new Kysely<Tables>({ dialect: postgresDialect(url, "application", schema) });
  if (ownerUrl !== undefined)
    await requirePowerless(kysely).catch(async (error: unknown) => {
      await kysely.destroy();
      throw error;
    });
  const queue = postgresQueue(url, "application");
  const close = once(async () => {
    await queue.close();
    await kysely.destroy();
  });
  return { engine: "postgres", kysely, queue, asOwner, authWrites: null, close };
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}
