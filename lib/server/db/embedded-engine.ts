import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { PGlite, PGliteQueryResults } from "kysely";

/** A statement that the engine refused, with its SQLSTATE in `code`, as pg has it too. */
export class EmbeddedEngineError extends Error {
  override name = "EmbeddedEngineError";
  readonly code: string | undefined;

  constructor(cause: { message: string; code?: string }) {
    super(cause.message);
    Object.assign(this, cause);
    this.code = cause.code;
  }
}

interface Answer {
  id: number;
  rows?: unknown[];
  affectedRows?: number;
  error?: { message: string; code?: string };
}

type Waiting = { resolve: (answer: PGliteQueryResults<never>) => void; reject: (error: Error) => void };

/**
 * PGlite in a worker thread, in the shape that Kysely's dialect wants.
 *
 * There is one connection. Kysely gives it to one query or transaction at a time. A query on the outer handle inside a
 * transaction therefore waits for ever: pass the transaction on.
 */
export class EmbeddedEngine implements PGlite {
  closed = false;
  ready = true;
  waitReady = Promise.resolve();
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #onStatement: (sql: string) => void;
  #ids = 0;

  /**
   * @param directory   created if missing; no other process may have it open (see lock-directory)
   * @param onStatement called with each statement before it is sent
   */
  constructor(directory: string, onStatement: (sql: string) => void = () => {}) {
    this.#onStatement = onStatement;
    // A path from the working folder (the standalone server's or the project's), so that no bundler touches it.
    const script = join(/* turbopackIgnore: true */ process.cwd(), "lib/server/db/embedded-worker.js");
    // Not the flags of the process: a worker refuses some of them.
    const options = { workerData: { directory }, env: {}, execArgv: [] };
    this.#worker = new Worker(/* turbopackIgnore: true */ script, options);
    this.#worker.on("message", (answer: Answer) => this.#resolve(answer));
    this.#worker.on("error", (cause) => this.#fail(new Error("The embedded engine failed.", { cause })));
    this.#worker.on("exit", () => this.#fail(new Error("The embedded engine has stopped.")));
  }

  query<T>(sql: string, parameters: unknown[] = []): Promise<PGliteQueryResults<T>> {
    this.#onStatement(sql);
    return this.#ask({ sql, parameters });
  }

  /** Runs several statements at once, without parameters. @returns the rows of all of them */
  async runScript(sql: string): Promise<unknown[]> {
    this.#onStatement(sql);
    return (await this.#ask({ script: sql })).rows;
  }

  async transaction<T>(
    work: (transaction: { query: EmbeddedEngine["query"]; rollback: () => Promise<void> }) => Promise<T>,
  ): Promise<T> {
    const rollback = async () => void (await this.query("rollback"));
    await this.query("begin");
    try {
      const value = await work({ query: (sql, parameters) => this.query(sql, parameters), rollback });
      // A commit after a failed statement rolls back silently. This query fails with 25P02 instead.
      await this.query("select 1");
      await this.query("commit");
      return value;
    } catch (error) {
      await rollback();
      throw error;
    }
  }

  async close(): Promise<void> {
    if (this.closed) return;
    await this.#ask({ close: true });
    this.closed = true;
    await this.#worker.terminate();
  }

  #ask<T>(question: object): Promise<PGliteQueryResults<T>> {
    if (this.closed) return Promise.reject(new Error("The embedded engine has stopped."));
    const id = ++this.#ids;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, ...question });
    });
  }

  #resolve({ id, rows = [], affectedRows, error }: Answer): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiting?.reject(new EmbeddedEngineError(error));
    else
      waiting?.resolve({
        rows: rows as never[],
        fields: [],
        ...(affectedRows !== undefined && { affectedRows }),
      });
  }

  #fail(error: Error): void {
    this.closed = true;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
