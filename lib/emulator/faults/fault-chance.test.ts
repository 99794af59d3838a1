import { afterAll, beforeAll, expect, test } from "vitest";
import { startEmulatorUnderTest, type EmulatorUnderTest } from "../testing/emulator-under-test.ts";
import { callRaw } from "../testing/raw-call.ts";

let aws: EmulatorUnderTest;
beforeAll(async () => {
  aws = await startEmulatorUnderTest();
});
afterAll(() => aws.stop());

/** Whether a fault struck, for each of `calls` calls about a thing. The thing need not exist. */
async function strikes(thingName: string, calls: number): Promise<boolean[]> {
  const struck: boolean[] = [];
  for (let call = 0; call < calls; call++) struck.push((await ask(thingName)).includes("Rate exceeded"));
  return struck;
}

/** The raw answer to one call. */
async function ask(thingName: string): Promise<string> {
  const call = callRaw(aws.port, "GET", `/things/${thingName}`);
  await call.ended;
  return call.text;
}

const inject = (fault: object) => aws.fault({ api: "DescribeThing", kind: "throttle", ...fault });
const readFault = async (thingName: string) => {
  const { body } = await aws.control<{ faults: { match: { thingName?: string } }[] }>("GET", "faults");
  return body.faults.find(({ match }) => match.thingName === thingName);
};
const count = (struck: boolean[]) => struck.filter(Boolean).length;

test("the same seed strikes the same calls, and another seed strikes others", async () => {
  const sequences: boolean[][] = [];
  for (const seed of [7, 7, 8]) {
    const thingName = aws.name("thing");
    await inject({ probability: 0.5, seed, match: { thingName } });
    sequences.push(await strikes(thingName, 40));
  }
  const [first, again, other] = sequences;
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
  expect(count(first!)).toBeGreaterThan(10);
  expect(count(first!)).toBeLessThan(30);
});

test("calls that do not match a fault do not advance its random sequence", async () => {
  const sequences: boolean[][] = [];
  for (const others of [0, 3]) {
    const thingName = aws.name("thing");
    await inject({ probability: 0.5, seed: 3, match: { thingName } });
    const struck: boolean[] = [];
    for (let call = 0; call < 20; call++) {
      await strikes("another-thing", others);
      struck.push(...(await strikes(thingName, 1)));
    }
    sequences.push(struck);
  }
  expect(sequences[1]).toEqual(sequences[0]);
});

test("probability 0 never strikes, 1 always does, and both last until they are cleared", async () => {
  const [never, always] = [aws.name("thing"), aws.name("thing")];
  await inject({ probability: 0, match: { thingName: never } });
  await inject({ probability: 1, match: { thingName: always } });
  expect(count(await strikes(never, 20))).toBe(0);
  expect(count(await strikes(always, 20))).toBe(20);
  expect(await readFault(always)).toMatchObject({ count: "unlimited", struck: 20 });
  await aws.control("DELETE", "faults");
  expect(count(await strikes(always, 1))).toBe(0);
});

test("with a probability, count limits the strikes and not the calls", async () => {
  const thingName = aws.name("thing");
  await inject({ probability: 0.3, seed: 5, count: 2, match: { thingName } });
  expect(count(await strikes(thingName, 60))).toBe(2);
  expect(await readFault(thingName)).toBeUndefined();
});

test("without a probability count can be unlimited, and is 1 by default", async () => {
  const [forever, once] = [aws.name("thing"), aws.name("thing")];
  await inject({ count: "unlimited", match: { thingName: forever } });
  await inject({ match: { thingName: once } });
  expect(count(await strikes(forever, 5))).toBe(5);
  expect(count(await strikes(once, 5))).toBe(1);
});

test("a call that the first fault does not strike can be struck by the next", async () => {
  const thingName = aws.name("thing");
  await inject({ probability: 0, match: { thingName } });
  await inject({ kind: "html", status: 418, match: { thingName } });
  expect(await ask(thingName)).toMatch(/^HTTP\/1\.1 418 /);
});
