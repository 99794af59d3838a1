import { afterAll, beforeAll, expect, test } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import { createFleetGateway } from "./create-iot-gateway";

/** At so many calls a second, AWS's own quota, the run takes some 22 s. */
const QUOTA = 10;
const ITEMS = 220;
/** As many calls in hand as a runner has. */
const HANDS = 24;

let fleet: EmulatedFleet;
beforeAll(async () => {
  fleet = await startEmulatedFleet();
});
afterAll(() => fleet.stop());

test("an operation at a share of 100 % gets 97 % of the quota, with less than 1 % throttled and people served at once", async () => {
  const jobId = fleet.name("fw");
  const range = { prefix: "kiosk-", from: 1, count: ITEMS + 1 };
  await fleet.emulator.seed({
    thingRange: [range],
    jobs: [
      {
        jobId,
        targets: { things: Array.from({ length: ITEMS + 1 }, (_, at) => `kiosk-${at + 1}`) },
        executions: "queued",
      },
    ],
  });
  await fleet.emulator.settings({ rates: { CancelJobExecution: QUOTA } });
  const gateway = createFleetGateway({
    ...fleet.config,
    quotas: { CancelJobExecution: QUOTA },
    quotaShare: 1,
  });
  const operation = gateway.as(null, "bulk-cancel");
  const call = { force: false, expectedVersion: null, statusDetails: null };
  let next = 1;
  let personWaitedMs = Infinity;

  async function work(): Promise<void> {
    while (next <= ITEMS) {
      const at = next++;
      await operation.cancelExecution({ thingName: `kiosk-${at}`, jobId }, call);
      if (at === ITEMS / 2) await comeAsPerson();
    }
  }
  async function comeAsPerson(): Promise<void> {
    const cameAt = performance.now();
    const answer = await gateway
      .as({ id: "ada" }, "cancel")
      .cancelExecution({ thingName: `kiosk-${ITEMS + 1}`, jobId }, call);
    personWaitedMs = performance.now() - cameAt;
    expect(answer.ok).toBe(true);
  }

  const startedAt = performance.now();
  const calls = await fleet.callsOf(() => Promise.all(Array.from({ length: HANDS }, work)));
  const seconds = (performance.now() - startedAt) / 1000;

  const throttled = calls.filter(({ errorName }) => errorName === "ThrottlingException").length;
  // What stood in the bucket at the start is no part of a steady run.
  const perSecond = (calls.length - throttled - QUOTA / 2) / seconds;
  expect(throttled / calls.length, `${throttled} throttled`).toBeLessThan(0.01);
  expect(perSecond / QUOTA, `${perSecond} a second`).toBeGreaterThanOrEqual(0.97);
  expect(personWaitedMs).toBeLessThan(1_000);
}, 60_000);
