import {
  DescribeJobCommand,
  DescribeThingCommand,
  IoTClient,
  ListThingsInThingGroupCommand,
} from "@aws-sdk/client-iot";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import { groupNameSchema, jobIdSchema, thingNameSchema } from "@/lib/core/contracts/names";

/*
 * The endpoint does not find a name that the pattern allows and nothing has, and refuses one that it forbids. So it shows
 * what it accepts as a name, and nothing has to be created.
 */
let fleet: EmulatedFleet;
let client: IoTClient;
beforeAll(async () => {
  fleet = await startEmulatedFleet();
  client = new IoTClient({ region: "eu-west-1", endpoint: fleet.url, maxAttempts: 1 });
});
afterAll(() => fleet.stop());

const errorNameOf = (call: Promise<unknown>) =>
  call.then(
    () => "answered",
    (error: Error) => error.name,
  );

const name = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: fc.constantFrom(..."azAZ09:_-"), minLength: 1, maxLength: 20 }) },
  { weight: 3, arbitrary: fc.constantFrom(1, 63, 64, 65, 127, 128, 129).map((length) => "n".repeat(length)) },
  { weight: 3, arbitrary: fc.string({ minLength: 1, maxLength: 8 }) },
  { weight: 2, arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 4 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom("a b", "a/b", "a%2Fb", "a?b", "a#b", "a\n", "ä", "..a", "a..", "..."),
  },
);

const CASES = [
  [
    "thing names",
    thingNameSchema,
    (text: string) => client.send(new DescribeThingCommand({ thingName: text })),
  ],
  ["job ids", jobIdSchema, (text: string) => client.send(new DescribeJobCommand({ jobId: text }))],
  [
    "group names",
    groupNameSchema,
    (text: string) => client.send(new ListThingsInThingGroupCommand({ thingGroupName: text })),
  ],
] as const;

test.each(CASES)("the console and the endpoint agree on %s", async (_, schema, ask) => {
  const seen = { legal: 0, illegal: 0 };
  await fc.assert(
    fc.asyncProperty(
      name.filter((text) => text !== "." && text !== ".."),
      async (text) => {
        const legal = schema.safeParse(text).success;
        seen[legal ? "legal" : "illegal"]++;
        expect(await errorNameOf(ask(text))).toBe(
          legal ? "ResourceNotFoundException" : "InvalidRequestException",
        );
      },
    ),
    { numRuns: 90 },
  );
  expect(seen.legal).toBeGreaterThan(10);
  expect(seen.illegal).toBeGreaterThan(10);
});

/** They change the path, so that the endpoint does not see a name at all. We never send them. */
test.each(["", ".", ".."])("%j is no name of anything", (text) => {
  for (const [, schema] of CASES) expect(schema.safeParse(text).success).toBe(false);
});
