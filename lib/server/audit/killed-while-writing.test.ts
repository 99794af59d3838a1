import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { createTestDatabase, ENGINES, type TestDatabase } from "@/lib/server/db/testing/test-databases";
import { createAuditLog } from "./audit-log";
import { verifyChain } from "./verify-chain";

const KILLS = 5;

let made: TestDatabase;
afterEach(() => made.remove());

test.each(ENGINES)(
  "a process that is killed repeatedly on the %s engine loses nothing that was on record",
  { timeout: 180_000 },
  async (engine) => {
    made = await createTestDatabase(engine);
    const acknowledged = { intents: new Set<number>(), completed: new Set<number>() };
    for (let kill = 1; kill <= KILLS; kill++) await writeUntilKilled(kill * 70);
    expect(acknowledged.intents.size).toBeGreaterThan(KILLS);
    expect(acknowledged.completed.size).toBeGreaterThan(0);

    const database = await made.open();
    expect(await verifyChain(database.kysely)).toMatchObject({ fault: null });
    const log = createAuditLog(() => Promise.resolve(database));
    const open = new Set((await log.listOpen(0)).map(({ entry }) => entry));
    for (const entry of acknowledged.intents)
      expect(await log.findOne(entry), `entry ${entry}`).not.toBeNull();
    for (const entry of acknowledged.completed) expect(open.has(entry), `entry ${entry} is open`).toBe(false);

    /** @param afterMs counted from its first completed entry; it differs, so that each kill comes at another moment */
    async function writeUntilKilled(afterMs: number): Promise<void> {
      const child = spawn(
        process.execPath,
        [
          "--no-warnings",
          ...["--import", "./lib/scripts/resolve-sources.js"],
          "lib/server/audit/testing/write-until-killed.ts",
          JSON.stringify(made.config),
        ],
        { stdio: ["ignore", "pipe", "inherit"] },
      );
      let output = "";
      const hasCompleted = new Promise<void>((resolve) =>
        child.stdout.on("data", (chunk: Buffer) => {
          output += chunk.toString();
          if (output.includes("completed")) resolve();
        }),
      );
      const ended = new Promise((resolve) => child.once("close", resolve));
      await Promise.race([hasCompleted, ended]);
      await sleep(afterMs);
      child.kill("SIGKILL");
      await ended;
      for (const [, action, entry] of output.matchAll(/^(intent|completed) (\d+)\n/gm))
        acknowledged[action === "intent" ? "intents" : "completed"].add(Number(entry));
    }
  },
);
