// The embedded engine's own thread. In the server's thread a large statement would stall every request for up to 2 s.
// Plain JavaScript, started by its path, so that it runs the same under Next's standalone server, commands and tests.
import { parentPort, workerData } from "node:worker_threads";
import { PGlite } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";

const engine = new PGlite(workerData.directory, { extensions: { pg_trgm } });

parentPort.on("message", async ({ id, sql, parameters, script, close }) => {
  try {
    if (close) {
      await engine.close();
      parentPort.postMessage({ id, rows: [] });
      return;
    }
    if (script !== undefined) {
      const results = await engine.exec(script);
      parentPort.postMessage({ id, rows: results.flatMap(({ rows }) => rows) });
      return;
    }
    const { rows, affectedRows } = await engine.query(sql, parameters);
    parentPort.postMessage({ id, rows, affectedRows });
  } catch (error) {
    // A copied error loses its own fields, and callers need its SQLSTATE.
    const { message, code, detail, hint, constraint, table } = error;
    parentPort.postMessage({ id, error: { message, code, detail, hint, constraint, table } });
  }
});
