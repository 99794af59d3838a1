import { afterAll, beforeAll, expect, test } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import { createFleetGateway } from "./create-iot-gateway";

const QUOTA = 10;
/** As many calls in hand as a runner has. */
const HANDS = 24;
/** What the quota's bucket holds at once is gone long before the person comes, in the middle. */
const ITEMS = 60;

let fleet: EmulatedFleet;
beforeAll(async () => {
  fleet = await startEmulatedFleet();
});
afterAll(() => fleet.stop());

// How fast it is, and how little is throttled, is measured: operations-at-quota.ts of lib/scripts/bench.
test("a person comes before all that an operation at a share of 100 % has still waiting", async () => {
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
  let answered = 0;
  let answeredMeanwhile = Infinity;

  async function work(): Promise<void> {
    while (next <= ITEMS) {
      const at = next++;
      await operation.cancelExecution({ thingName: `kiosk-${at}`, jobId }, call);
      answered += 1;
      if (at === ITEMS / 2) await comeAsPerson();
    }
  }
  async function comeAsPerson(): Promise<void> {
    const answeredBefore = answered;
    const answer = await gateway
      .as({ id: "ada" }, "cancel")
      .cancelExecution({ thingName: `kiosk-${ITEMS + 1}`, jobId }, call);
    expect(answer.ok).toBe(true);
    answeredMeanwhile = answered - answeredBefore;
  }

  await Promise.all(Array.from({ length: HANDS }, work));

  // What has left already when the person comes, and one that has its turn. Behind the others there would be 23.
  expect(answeredMeanwhile).toBeLessThan(QUOTA);
}, 60_000);
