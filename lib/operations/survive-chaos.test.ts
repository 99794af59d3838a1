import { expect, test } from "vitest";
import { unleashChaos } from "./testing/chaos";
import { findBreaches } from "./testing/chaos-checks";

const SEED = 4;

test(
  "two operations on two instances survive a kill, a database that goes away and an AWS that fails, and lose nothing",
  { timeout: 180_000 },
  async () => {
    const began = performance.now();
    const said: string[] = [];
    const { breaches, thrown, outcomes, world, witnesses } = await unleashChaos({
      ...{ seed: SEED, items: 240, latencyMs: 600, kills: 1, outages: 1, freezes: 0, standstills: 0 },
      ...{ outageMs: [1_000, 2_000], faultEveryMs: [100, 400], deviceEveryMs: [50, 150] },
      withinMs: 150_000,
      say: (line) => said.push(`${Math.round(performance.now() - began)} ms: ${line}`),
    });
    expect(breaches, JSON.stringify({ said, thrown, outcomes }, null, 2)).toEqual([]);

    // What a run that went wrong would have left behind is found.
    const { rows, calls, ledger, statuses } = witnesses;
    const canceled = rows.find(({ outcome }) => outcome === "canceled")!;
    const name = `${canceled.job_id} on ${canceled.thing_name}`;
    const acting = calls.find(
      ({ hasActed, thingName, jobId }) => hasActed && `${jobId} on ${thingName}` === name,
    )!;
    const others = rows.filter((row) => row !== canceled);
    const told = (wrong: Partial<typeof witnesses>) => findBreaches(world, { ...witnesses, ...wrong }).join();
    expect(told({ rows: others })).toContain(`${name} in ${canceled.operation_id} has not one outcome`);
    expect(told({ rows: [...others, { ...canceled, outcome: "stopped" }] })).toContain(
      "is said to be stopped",
    );
    expect(told({ statuses: new Map(statuses).set(name, "QUEUED") })).toContain("it is not canceled");
    expect(told({ statuses: new Map(statuses).set("keys on elsewhere", "CANCELED") })).toContain(
      "in no plan",
    );
    expect(told({ calls: [...calls, acting] })).toContain(`${name} was canceled 2 times`);
    expect(told({ ledger: ledger.filter(({ thingName }) => thingName !== canceled.thing_name) })).toContain(
      `${name} was canceled without an entry`,
    );
    expect(told({ openEntries: 1 })).toContain("have no outcome");
    expect(told({ chain: { fault: { kind: "missing", seq: 7 } } })).toContain(
      "chain of the ledger is broken",
    );
  },
);
