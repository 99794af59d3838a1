import { CancelJobExecutionCommand, DescribeJobExecutionCommand, IoTClient } from "@aws-sdk/client-iot";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import {
  cancelExecutionSchema,
  statusDetailsPairsSchema,
  toStatusDetails,
} from "@/lib/core/contracts/cancel-execution";

/*
 * The form and the endpoint must accept the same. A stricter form hides what AWS can do; a laxer one ends in an error that
 * no field shows. The SDK calls the endpoint, past our schema.
 */
let fleet: EmulatedFleet;
let client: IoTClient;
const free: { thingName: string; jobId: string }[] = [];

beforeAll(async () => {
  fleet = await startEmulatedFleet();
  client = new IoTClient({ region: "eu-west-1", endpoint: fleet.url, maxAttempts: 1 });
  const range = { prefix: "kiosk-", from: 0, count: 600 };
  await fleet.emulator.seed({
    thingRange: [range],
    jobs: [
      {
        jobId: "fw",
        targets: { things: ["kiosk-0"] },
        executions: [{ forThings: range, status: "QUEUED" }],
      },
    ],
  });
  for (let at = 0; at < range.count; at++) free.push({ thingName: `kiosk-${at}`, jobId: "fw" });
});
afterAll(() => fleet.stop());

/** Whether the endpoint accepts these details. They are read back: not a character may be lost. */
async function takes(statusDetails: Record<string, string>): Promise<boolean> {
  const ref = free.pop()!;
  try {
    await client.send(new CancelJobExecutionCommand({ ...ref, statusDetails }));
  } catch (error) {
    expect(error).toMatchObject({ name: "InvalidRequestException" });
    free.push(ref); // refused: it is queued still
    return false;
  }
  const { execution } = await client.send(new DescribeJobExecutionCommand(ref));
  expect(Object.entries(execution?.statusDetails?.detailsMap ?? {}).sort()).toEqual(
    Object.entries(statusDetails).sort(),
  );
  return true;
}

const KEY_CHARACTERS = [..."abcXYZ019:_-"];
const legalKey = fc.string({
  unit: fc.constantFrom(...KEY_CHARACTERS),
  minLength: 1,
  maxLength: 12,
});
const key = fc.oneof(
  { weight: 12, arbitrary: legalKey },
  { weight: 1, arbitrary: fc.constantFrom("__proto__", "constructor", "toString", "1", "-") },
  { weight: 1, arbitrary: fc.constantFrom(1, 127, 128, 129).map((length) => "k".repeat(length)) },
  { weight: 1, arbitrary: fc.constantFrom("", " ", "a b", "a.b", "a@b", "a\n", "ä", "a/b", "🙂", "a\u0000") },
);
const value = fc.oneof(
  { weight: 6, arbitrary: fc.string({ minLength: 1, maxLength: 20 }) },
  { weight: 4, arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 3 }) },
  { weight: 2, arbitrary: fc.constantFrom(1, 1023, 1024, 1025).map((length) => "v".repeat(length)) },
  // 512 of these are 1,024 UTF-16 units, which is what both sides count.
  { weight: 1, arbitrary: fc.constantFrom(511, 512, 513).map((length) => "🙂".repeat(length)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...["", " ", "\u00a0", "a\nb", "a\tb", "\u0000", "\u007f", "\u0085", "\u200b", "\u202e", "\ufeff"],
      ...["\ud83d", "\udc00x", "\u2028", "\ue000", "\u0378", "\u{10ffff}", "e\u0301", "<b>&amp;</b>", '"\\'],
    ),
  },
);
const pairs = fc
  .array(fc.record({ key, value }), { maxLength: 12 })
  .filter((given) => new Set(given.map((pair) => pair.key)).size === given.length);
const legalPairs = fc.uniqueArray(fc.record({ key: legalKey, value: fc.constantFrom("v", "🙂 v") }), {
  selector: (pair) => pair.key,
  minLength: 8,
  maxLength: 12,
});

test("the form and the endpoint agree on what legal status details are", async () => {
  const seen = { taken: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(fc.oneof({ weight: 4, arbitrary: pairs }, legalPairs), async (given) => {
      const ours = statusDetailsPairsSchema.safeParse(given).success;
      expect(await takes(toStatusDetails(given))).toBe(ours);
      seen[ours ? "taken" : "refused"]++;
    }),
    { numRuns: 160 },
  );
  // If the generator made only one kind, agreement would mean nothing.
  expect(seen.taken).toBeGreaterThan(10);
  expect(seen.refused).toBeGreaterThan(10);
});

test("and on single characters from the odd corners of Unicode", async () => {
  const odd = fc.oneof(
    fc.integer({ min: 0, max: 0x2ff }),
    fc.integer({ min: 0x2000, max: 0x206f }),
    fc.integer({ min: 0xd7f0, max: 0xe010 }),
    fc.integer({ min: 0xfff0, max: 0x1000f }),
    fc.integer({ min: 0, max: 0x10ffff }),
  );
  await fc.assert(
    fc.asyncProperty(odd, async (codePoint) => {
      const given = [{ key: "note", value: `a${String.fromCodePoint(codePoint)}b` }];
      expect(await takes(toStatusDetails(given))).toBe(statusDetailsPairsSchema.safeParse(given).success);
    }),
    { numRuns: 100 },
  );
});

test("the action parses what the form parses", () => {
  const command = {
    fleetId: "demo",
    thingName: "site:7:kiosk",
    jobId: "fw",
    observed: {
      status: "QUEUED",
      executionNumber: 1,
      queuedAt: null,
      startedAt: null,
      versionNumber: 1,
      origin: null,
    },
    force: false,
    expectedVersion: null,
    keepDeviceDetails: false,
    reason: "",
  };
  fc.assert(
    fc.property(pairs, (statusDetails) => {
      expect(cancelExecutionSchema.safeParse({ ...command, statusDetails }).success).toBe(
        statusDetailsPairsSchema.safeParse(statusDetails).success,
      );
    }),
  );
});
