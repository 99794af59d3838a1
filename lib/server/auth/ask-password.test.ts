import { spawn, spawnSync } from "node:child_process";
import { afterEach, beforeEach, expect, test } from "vitest";
import { childEnv } from "@/lib/scripts/child-env";
import { createTestDatabase, type TestDatabase } from "@/lib/server/db/testing/test-databases";

/** The `script` command of util-linux gives a command a terminal of its own. Without it the test is skipped. */
const hasTerminal = spawnSync("script", ["--version"]).stdout?.toString().includes("util-linux");

const PASSWORD = "turquoise lamp eats gravel";
const QUESTIONS = ["Password for ann@example.org: ", "Once more: "];

let store: TestDatabase;
beforeEach(async () => {
  store = await createTestDatabase("postgres");
});
afterEach(() => store.remove());

/** Adds a person at a terminal, typing each answer once its question is there. @returns all that the terminal showed */
async function typeAt(answers: readonly string[]): Promise<{ shown: string; code: number | null }> {
  if (store.config.kind !== "postgres") throw new Error("The test has a PostgreSQL.");
  const command = `${process.execPath} lib/scripts/run.js lib/scripts/users.ts add ann@example.org --role viewer`;
  const terminal = spawn("script", ["-qefc", command, "/dev/null"], {
    env: childEnv({ DATABASE_URL: store.config.url }),
  });
  let shown = "";
  let asked = 0;
  terminal.stdout.on("data", (chunk: Buffer) => {
    shown += chunk.toString();
    const question = QUESTIONS[asked];
    if (question === undefined || !shown.includes(question)) return;
    terminal.stdin.write(`${answers[asked]}\r`);
    asked += 1;
  });
  const code = await new Promise<number | null>((resolve) => terminal.once("close", resolve));
  return { shown, code };
}

test.runIf(hasTerminal)(
  "a password that is typed at a terminal is asked for twice and not shown",
  async () => {
    const { shown, code } = await typeAt([PASSWORD, PASSWORD]);
    expect(shown).toContain("Added ann@example.org as viewer.");
    expect(code).toBe(0);
    for (const word of PASSWORD.split(" ")) expect(shown).not.toContain(word);
  },
);

test.runIf(hasTerminal)("two passwords that differ change nothing", async () => {
  const { shown, code } = await typeAt([PASSWORD, "turquoise lamp eats stones"]);
  expect(shown).toContain("The two passwords differ. Nothing was changed.");
  expect(code).toBe(1);
  const { kysely } = await store.open();
  expect(await kysely.selectFrom("auth_user").select("email").execute()).toEqual([]);
});
