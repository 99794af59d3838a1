import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import type { RowBody } from "@/lib/server/audit/chain";
import { verifyChain } from "@/lib/server/audit/verify-chain";
import type { Database } from "@/lib/server/db/open-database";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import { ENGINES } from "@/lib/server/db/testing/test-databases";
import { MAX_TRIES } from "@/lib/core/domain/item-outcome";
import type { ItemOutcome, OperationState } from "@/lib/core/domain/operation";
import { toOperations } from "./operation-rows";
import { runOperations } from "./run-operations";
import { checkHistory } from "./testing/check-history";
import { readHistory } from "./testing/read-history";
import { runnerServices, seedOperation, seedJob } from "./testing/seed-run";

const NEVER = new AbortController().signal;
/** Longer than another instance needs to complete the operation, and shorter than the timeout of a call. */
const ANSWER_AFTER_MS = 5_000;

let fleet: EmulatedFleet;
beforeAll(async () => void (fleet = await startEmulatedFleet()));
afterAll(() => fleet.stop());

describe.each(ENGINES)(
  "an answer that comes after another instance has completed the item, on the %s engine",
  (engine) => {
    let database: Database;
    openBeforeTests(engine, (opened) => (database = opened));
    afterEach(async () => {
      await fleet.emulator.clearFaults();
      await fleet.emulator.settings({ lagMs: 0 });
    });

    test.each<[string, ItemOutcome, OperationState, number]>([
      ["was stopped", "stopped", "stopped", 0],
      ["gave it up", "gave-up", "finished", MAX_TRIES - 1],
    ])(
      "is recorded as an entry of its own and corrects the item, if the operation %s",
      async (_what, outcome, state, tries) => {
        const items = await seedJob(fleet, [{ status: "QUEUED" }]);
        const id = `op_${engine}_${outcome}`;
        await seedOperation(database, { id, items: items.map((item) => ({ ...item, tries })) });
        await fleet.emulator.settings({ lagMs: 60_000 }); // no read shows that AWS has acted
        await fleet.emulator.fault({
          ...{ api: "CancelJobExecution", kind: "slow", delayMs: ANSWER_AFTER_MS, afterActing: true },
          match: { jobId: items[0]!.jobId },
        });
        const first = runOperations(runnerServices(database, fleet.config), NEVER);
        await vi.waitFor(
          async () => {
            const { openExecutions } = (await fleet.emulator.stats()) as { openExecutions: number };
            expect(openExecutions).toBe(0); // AWS has acted, and has not answered
          },
          { timeout: 5_000, interval: 20 },
        );
        if (outcome === "stopped")
          await database.kysely
            .updateTable("operation")
            .set({ state: "stopping" })
            .where("id", "=", id)
            .execute();
        expect(await runOperations(runnerServices(database, fleet.config), NEVER)).toBe("done");
        expect(await readOperation(id)).toMatchObject({ state, counts: { [outcome]: 1, canceled: 0 } });
        expect(await lastWordsOf(id)).toEqual([["outcome", "not-canceled", "later-read"]]);

        expect(await first).toBe("done");
        expect(await readOperation(id)).toMatchObject({ state, counts: { [outcome]: 0, canceled: 1 } });
        expect(await lastWordsOf(id)).toEqual([
          ["outcome", "not-canceled", "later-read"],
          ["record", "accepted", "late-answer"],
        ]);
        const row = await database.kysely
          .selectFrom("operation")
          .select("corrected_at")
          .where("id", "=", id)
          .executeTakeFirstOrThrow();
        expect(row.corrected_at).not.toBeNull();
        expect(checkHistory(await readHistory(database, fleet, [id]))).toEqual([]);
        expect(await verifyChain(database.kysely)).toMatchObject({ fault: null });
      },
    );

    /** As the operation's page shows it. */
    async function readOperation(id: string) {
      const rows = await database.kysely.selectFrom("operation").selectAll().where("id", "=", id).execute();
      return (await toOperations(database.kysely, rows))[0];
    }

    /** The outcomes of the operation's cancellations in the audit log. */
    async function lastWordsOf(id: string) {
      const rows = await database.kysely
        .selectFrom("audit_log")
        .select("body")
        .where("operation_id", "=", id)
        .where("deed", "=", "cancel-execution")
        .where("kind", "<>", "intent")
        .orderBy("seq")
        .execute();
      return rows
        .map(({ body }) => JSON.parse(body) as RowBody)
        .map(({ kind, outcome }) => [kind, outcome!.kind, outcome!.settledBy]);
    }
  },
);
