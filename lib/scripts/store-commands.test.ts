import { spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createAuditLog } from "@/lib/server/audit/audit-log";
import { CANCELED, intentOf } from "@/lib/server/audit/testing/sample-entries";
import { createTestDatabase, type Engine, type TestDatabase } from "@/lib/server/db/testing/test-databases";
import { childEnv } from "./child-env";

const SCRIPTS = (JSON.parse(await readFile("package.json", "utf8")) as { scripts: Record<string, string> })
  .scripts;

// A dozen processes one after another, each of which opens a store: the embedded engine takes seconds to do so.
const TIMEOUT = { timeout: 240_000 };
/** Two rows each; then one that is left open, and the two of adding a person. */
const ENTRIES = 40;

let folder: string;
const made: TestDatabase[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "standdown-commands-"));
});
afterEach(async () => {
  await Promise.all(made.splice(0).map((database) => database.remove()));
  await rm(folder, { recursive: true, force: true });
});

async function create(engine: Engine): Promise<TestDatabase> {
  const database = await createTestDatabase(engine);
  made.push(database);
  return database;
}

/** Entries, one of them open, and a person who may sign in; closed again, as the embedded engine serves one process. */
async function fill(test: TestDatabase): Promise<void> {
  const database = await test.open();
  const log = createAuditLog(() => Promise.resolve(database));
  for (let entry = 0; entry < ENTRIES; entry++)
    await log.complete(
      await log.open(intentOf({ asked: { reason: `“${entry}”, a\ttab and\na line` } })),
      CANCELED,
    );
  await log.open(intentOf({ thingName: "left-open" }));
  await database.kysely
    .insertInto("operation")
    .values({
      ...{
        id: "op_1",
        fleet_id: "eu",
        person_id: "u-1",
        person: "{}",
        question: "{}",
        order: "{}",
        left_out: "{}",
      },
      ...{ state: "running", stop_cause: null, retry_of: null, total: 1, planned_at: new Date() },
      ...{ started_at: null, finished_at: null },
    })
    .execute();
  await database.close();
  const added = await npmRun(
    test,
    ["users", "add", "ada@example.com", "--role", "admin"],
    "turquoise lamp eats gravel\n",
  );
  expect(added, added.err).toMatchObject({ code: 0 });
}

/** Runs the script that package.json has for `npm run …`, on this store. */
function npmRun(
  { config }: TestDatabase,
  command: [string, ...string[]],
  input = "",
): Promise<{ code: number | null; out: string; err: string }> {
  const store = config.kind === "embedded" ? { DATA_DIR: config.dataDir } : { DATABASE_URL: config.url };
  return npmRunWith(store, command, input);
}

/** Runs it in this environment, and in another copy of the project where `cwd` is given. */
function npmRunWith(
  env: Readonly<Record<string, string | undefined>>,
  [script, ...args]: [string, ...string[]],
  input = "",
  cwd = process.cwd(),
): Promise<{ code: number | null; out: string; err: string }> {
  const [program, ...own] = SCRIPTS[script]!.split(" ");
  expect(program).toBe("node");
  const child = spawn(process.execPath, [...own, ...args], { cwd, env: childEnv(env) });
  const said = { out: "", err: "" };
  child.stdout.on("data", (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said.err += chunk.toString()));
  child.stdin.on("error", () => undefined); // it may end without reading
  child.stdin.end(input);
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, ...said })));
}

/** Changes the database directly, bypassing the triggers, as its owner could. */
async function tamper(store: TestDatabase, statement: string): Promise<void> {
  const database = await store.open();
  await database.asOwner(async (owner) => {
    await sql`alter table audit_log disable trigger all`.execute(owner);
    await sql.raw(statement).execute(owner);
    await sql`alter table audit_log enable trigger all`.execute(owner);
  });
  await database.close();
}

const hashIn = (text: string): string => /with the hash ([0-9a-f]{64})/.exec(text)![1]!;

describe.each([
  ["embedded", "postgres"],
  ["postgres", "embedded"],
] as const)("the commands on a filled store on the %s engine", (engine, other) => {
  test(`back it up, and restore it on the ${other} engine, people and proof included`, TIMEOUT, async () => {
    const store = await create(engine);
    await fill(store);
    const file = join(folder, "standdown.backup");

    const backup = await npmRun(store, ["backup", file]);
    expect(backup, backup.err).toMatchObject({ code: 0 });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const lines = gunzipSync(await readFile(file))
      .toString()
      .trimEnd()
      .split("\n");
    expect(backup.out).toBe(`${lines.length - 2} rows are in ${file}\n`); // without the first and the last line
    const before = await npmRun(store, ["audit", "verify"]);

    const copy = await create(other);
    const restored = await npmRun(copy, ["restore", file]);
    expect(restored, restored.err).toMatchObject({ code: 0 });
    expect(restored.out).toContain(`${lines.length - 2} rows are restored.\nThe audit log is whole`);
    expect(restored.out).toContain("1 operation was unfinished in the backup and is paused now.");
    expect(await npmRun(copy, ["audit", "verify", "--head", hashIn(before.out)])).toMatchObject({ code: 0 });
    expect((await npmRun(copy, ["users", "list"])).out).toBe("ada@example.com\tadmin\tpassword\n");

    const again = await npmRun(copy, ["restore", file]);
    expect(again.code).toBe(1);
    expect(again.err).toContain("The store is not empty");
    await writeFile(file, (await readFile(file)).subarray(0, -200));
    const empty = await create(engine);
    const cutOff = await npmRun(empty, ["restore", file]);
    expect(cutOff.code).toBe(1);
    expect(cutOff.err.trim()).toBe("The file is cut off: its end is missing.");
    await writeFile(file, "no backup at all");
    expect((await npmRun(empty, ["restore", file])).err.trim()).toMatch(
      /^The file is no backup of Standdown/,
    );
    expect((await npmRun(empty, ["audit", "verify"])).out).toBe("The audit log is empty.\n");
  });

  test(
    "prove the chain, name the first row that was tampered with, and exit with 1 then",
    TIMEOUT,
    async () => {
      const store = await create(engine);
      await fill(store);
      const whole = await npmRun(store, ["audit", "verify"]);
      expect(whole, whole.err).toMatchObject({ code: 0 });
      expect(whole.out).toContain(`The audit log is whole: ${2 * ENTRIES + 3} rows`);

      await tamper(store, "delete from audit_log where seq = (select max(seq) from audit_log)");
      expect(await npmRun(store, ["audit", "verify"])).toMatchObject({ code: 0 });
      const shorter = await npmRun(store, ["audit", "verify", "--head", hashIn(whole.out)]);
      expect(shorter.code).toBe(1);
      expect(shorter.out).toContain("rows were taken from its end");

      await tamper(store, "update audit_log set body = replace(body, 'Ada', 'Eve') where seq in (34, 51)");
      const changed = await npmRun(store, ["audit", "verify"]);
      expect(changed.code).toBe(1);
      expect(changed.out).toContain("The first thing wrong is row 34, of entry 33: it was changed");

      await tamper(store, "delete from audit_log where seq = 20");
      const missing = await npmRun(store, ["audit", "verify"]);
      expect(missing.code).toBe(1);
      expect(missing.out).toContain("The first thing wrong is row 20: it is missing.");
    },
  );
});

test("a command called with wrong arguments prints its usage", TIMEOUT, async () => {
  const store = await create("embedded");
  const calls = [
    [["audit"], "Usage: npm run audit -- verify"],
    [["audit", "verify", "--head"], "Usage: npm run audit -- verify"],
    [["backup"], "Usage: npm run backup -- FILE"],
    [["restore"], "Usage: npm run restore -- FILE"],
    [["restore", join(folder, "nothing")], "There is no file"],
  ] as const;
  for (const [args, sentence] of calls) {
    const answer = await npmRun(store, [...args] as [string, ...string[]]);
    expect(answer.code, args.join(" ")).toBe(1);
    expect(answer.err).toContain(sentence);
  }
});

test("commands on the embedded engine are refused while a console uses its folder", TIMEOUT, async () => {
  const store = await create("embedded");
  await store.open();
  for (const args of [
    ["audit", "verify"],
    ["backup", join(folder, "never")],
    ["users", "list"],
  ] as const) {
    const answer = await npmRun(store, [...args]);
    expect(answer.code).toBe(1);
    expect(answer.err).toContain("Another process has the data folder");
  }
});

test("each command on the store reads `.env`", TIMEOUT, async () => {
  // In a copy of the project: the `.env` of the person who runs the tests is theirs. A fault in it shows that it was read.
  await cp("lib", join(folder, "lib"), { recursive: true });
  await symlink(join(process.cwd(), "node_modules"), join(folder, "node_modules"));
  await writeFile(join(folder, ".env"), "DATABASE_URL=mysql://db\n");
  for (const args of [
    ["audit", "verify"],
    ["users", "list"],
  ] as const) {
    const answer = await npmRunWith({}, [...args], "", folder);
    expect(answer.code, args.join(" ")).toBe(1);
    expect(answer.err).toContain("DATABASE_URL is not a postgres:// address");
  }
});
