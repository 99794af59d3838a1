import { expect, test } from "vitest";
import { unleashChaos } from "./testing/chaos";
import { findBreaches } from "./testing/chaos-checks";

const SEED = 4;

test(
  "operations on two instances survive kills, freezes, database outages and AWS faults, and lose nothing",
  { timeout: 180_000 },
  async () => {
    const startedAt = performance.now();
    const said: string[] = [];
    const { breaches, thrown, outcomes, world, witnesses } = await unleashChaos({
      ...{ seed: SEED, items: 240, latencyMs: 200, perSecond: 15 },
      blows: {
        ...{ kill: 1, outage: 1, recreate: 1, move: 1, "back up": 1 },
        ...{ "pause while frozen": 1, "stop and withdraw while frozen": 1 },
      },
      ...{
        outageMs: [500, 1_000],
        frozenMs: [3_000, 4_000],
        faultEveryMs: [100, 400],
        deviceEveryMs: [300, 600],
      },
      patienceMs: [500, 2_000],
      withinMs: 150_000,
      say: (line) => said.push(`${Math.round(performance.now() - startedAt)} ms: ${line}`),
    });
    expect(breaches, JSON.stringify({ said, thrown, outcomes }, null, 2)).toEqual([]);

    // The checks find what a failed run would have left behind. The others: testing/check-history.test.ts.
    const { rows, auditRows, current } = witnesses;
    const canceled = rows.find(({ outcome }) => outcome === "canceled")!;
    const name = `${canceled.job_id} on ${canceled.thing_name}`;
    const others = rows.filter((row) => row !== canceled);
    const breachesOf = (wrong: Partial<typeof witnesses>) =>
      findBreaches(world, { ...witnesses, ...wrong }).join();
    expect(breachesOf({ rows: others })).toContain(`${name} in ${canceled.operation_id} has not one outcome`);
    expect(breachesOf({ rows: [...others, { ...canceled, outcome: "denied" }] })).toContain(
      "is said to be denied",
    );
    const elsewhere = { status: "CANCELED", queuedAt: new Date() };
    expect(breachesOf({ current: new Map(current).set("keys on elsewhere", elsewhere) })).toContain(
      "in no plan",
    );
    expect(
      breachesOf({ auditRows: auditRows.filter(({ thingName }) => thingName !== canceled.thing_name) }),
    ).toContain(`${name} was canceled without an entry`);
    expect(
      breachesOf({ auditRows: auditRows.filter(({ deed }) => deed !== "operation-finished") }),
    ).toContain("0 ends of");
    expect(breachesOf({ chain: { fault: { kind: "missing", seq: 7 } } })).toContain(
      "chain of the audit log is broken",
    );
    const halt = { operationId: canceled.operation_id, from: 0, to: null, because: "stopped" };
    expect(breachesOf({ halts: [halt] })).toContain("was stopped");
  },
);
