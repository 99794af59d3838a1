import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Kysely, PGliteDialect } from "kysely";
import { type Logger, stderrLogger } from "@/lib/server/process/logger";
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
  /** `ownerUrl` connects as the owner of the tables. Without it the user of `url` owns them. */
  | { kind: "postgres"; url: string; ownerUrl?: string };

export interface Database {
  engine: DatabaseConfig["kind"];
  kysely: Kysely<Tables>;
  /** For start-work-queue only. */
  queue: QueueConnection;
  /**
   * Runs what the console's own role may not do: retention, restoring a backup. On PostgreSQL it connects as the owner of
   * the tables. The embedded engine has one user only.
   */
  asOwner: <Value>(work: (owner: Kysely<Tables>) => Promise<Value>) => Promise<Value>;
  /**
   * Counts the statements so far that may have changed who is signed in. Null if other processes write too, so that only
   * the tables know.
   */
  authWrites: (() => number) | null;
  /** Waits for statements in progress. A second call changes nothing. */
  close: () => Promise<void>;
}

/**
 * Opens the store and migrates its tables under a lock: any number of instances may start at once.
 *
 * @param logger receives what goes wrong beside the statements: a broken idle connection, a failed vacuum
 * @throws DirectoryInUse when another process has the embedded engine's folder
 */
export function openDatabase(config: DatabaseConfig, logger: Logger = stderrLogger): Promise<Database> {
  return config.kind === "embedded" ? openEmbedded(config.dataDir, logger) : openPostgres(config, logger);
}

async function openEmbedded(dataDir: string, logger: Logger): Promise<Database> {
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
  const stopTidying = keepTidy(kysely, logger);
  await migrateEmbedded(kysely, queue).catch(async (error: unknown) => {
    await close().catch(() => undefined); // the first error is the one to report
    throw error;
  });
  const asOwner: Database["asOwner"] = (work) => work(kysely);
  return { engine: "embedded", kysely, queue, asOwner, authWrites: authWrites.count, close };
}

async function openPostgres(
  { url, ownerUrl }: DatabaseConfig & { kind: "postgres" },
  logger: Logger,
): Promise<Database> {
  const asOwner: Database["asOwner"] = async (work) => {
    const owner = new Kysely<Tables>({ dialect: postgresDialect(ownerUrl ?? url, "owner", logger) });
    try {
      return await work(owner);
    } finally {
      await owner.destroy();
    }
  };
  const schema = await asOwner(async (owner) => {
    const queueOfOwner = postgresQueue(ownerUrl ?? url, "owner", logger);
    const login = ownerUrl === undefined ? null : await findLogin(url, logger);
    await migratePostgres(owner, queueOfOwner, login).finally(queueOfOwner.close);
    return currentSchema(owner);
  });
  const kysely = new Kysely<Tables>({ dialect: postgresDialect(url, "application", logger, schema) });
  if (ownerUrl !== undefined)
    await requirePowerless(kysely).catch(async (error: unknown) => {
      await kysely.destroy();
      throw error;
    });
  const queue = postgresQueue(url, "application", logger);
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
