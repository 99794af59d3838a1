import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createPacer, PaceExceeded, type Priority } from "./pacer";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Takes turns and keeps the names of those that had theirs, in order. */
function takeTurns(rate: number) {
  const pacer = createPacer<string>(() => rate);
  const had: string[] = [];
  const refused: string[] = [];
  const take = (name: string, priority: Priority = "interactive", api = "ListJobs") =>
    void pacer.turn(api, priority).then(
      () => had.push(name),
      (error: unknown) => {
        expect(error).toBeInstanceOf(PaceExceeded);
        refused.push(name);
      },
    );
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
  return { pacer, had, refused, take, pass };
}

async function countTurns(rate: number, calls: number, forMs: number, prepare?: (pacer: Pace) => void) {
  const { pacer, had, take, pass } = takeTurns(rate);
  prepare?.(pacer);
  for (let at = 0; at < calls; at++) take(String(at), "background");
  await pass(forMs);
  return had.length;
}
type Pace = ReturnType<typeof createPacer<string>>;

test("one second's worth goes at once, and then as many as the rate allows", async () => {
  const { had, take, pass } = takeTurns(10);
  for (let at = 0; at < 40; at++) take(String(at));
  await pass(0);
  expect(had).toHaveLength(10);
  await pass(1_000);
  expect(had).toHaveLength(20);
  await pass(500);
  expect(had).toHaveLength(25);
  expect(had).toEqual(Array.from({ length: 25 }, (_, at) => String(at)));
});

test("over any time it keeps to the rate, whatever arrives", async () => {
  expect(await countTurns(8, 1_000, 30_000)).toBe(8 + 30 * 8);
});

test("quiet time saves up one second's worth and no more", async () => {
  const { had, take, pass } = takeTurns(10);
  await pass(60_000);
  for (let at = 0; at < 30; at++) take(String(at));
  await pass(0);
  expect(had).toHaveLength(10);
});

test("a rate below one a second still lets the first call go", async () => {
  const { had, take, pass } = takeTurns(0.5);
  take("first");
  take("second");
  await pass(1_999);
  expect(had).toEqual(["first"]);
  await pass(1);
  expect(had).toEqual(["first", "second"]);
});

test("interactive calls go ahead of background ones that came before them", async () => {
  const { had, take, pass } = takeTurns(1);
  take("at once");
  take("background 1", "background");
  take("background 2", "background");
  take("person 1");
  take("person 2");
  await pass(4_000);
  expect(had).toEqual(["at once", "person 1", "person 2", "background 1", "background 2"]);
});

test("each API has its own line", async () => {
  const { had, take, pass } = takeTurns(1);
  take("a1", "interactive", "ListJobs");
  take("a2", "interactive", "ListJobs");
  take("b1", "interactive", "DescribeJob");
  await pass(0);
  expect(had).toEqual(["a1", "b1"]);
});

test("a throttled answer halves the rate, and 25 good ones bring half of it back", async () => {
  const throttledOnce = (pacer: Pace) => pacer.throttled("ListJobs");
  const recovered = (pacer: Pace) => {
    pacer.throttled("ListJobs");
    for (let at = 0; at < 25; at++) pacer.answered("ListJobs");
  };
  expect(await countTurns(8, 100, 5_000, throttledOnce)).toBe(4 * 5);
  expect(await countTurns(8, 100, 5_000, recovered)).toBe(8 * 5);
});

test("good answers never raise the rate above the aim", async () => {
  const praised = (pacer: Pace) => {
    for (let at = 0; at < 1_000; at++) pacer.answered("ListJobs");
  };
  expect(await countTurns(8, 100, 5_000, praised)).toBe(8 + 8 * 5);
});

test("however often it is throttled, one call in two seconds is left", async () => {
  const throttledOften = (pacer: Pace) => {
    for (let at = 0; at < 50; at++) pacer.throttled("ListJobs");
  };
  expect(await countTurns(8, 20, 20_000, throttledOften)).toBe(10);
});

test("what would wait for more than ten seconds is refused at once, and those in line keep their turns", async () => {
  const { had, refused, take, pass } = takeTurns(1);
  for (let at = 0; at < 13; at++) take(String(at));
  await pass(0);
  expect(refused).toEqual(["11", "12"]);
  await pass(10_000);
  expect(had).toHaveLength(11);
  take("afterwards");
  await pass(1_000);
  expect(had.at(-1)).toBe("afterwards");
});

test("background calls may wait for a minute, behind the people", async () => {
  const { refused, take, pass } = takeTurns(1);
  for (let at = 0; at < 62; at++) take(`b${at}`, "background");
  await pass(0);
  expect(refused).toEqual(["b61"]);
  take("person");
  await pass(1_000);
  expect(refused).toEqual(["b61"]);
});

test("without a rate nobody waits, throttled or not", async () => {
  const { pacer, had, take, pass } = takeTurns(Infinity);
  pacer.throttled("ListJobs");
  for (let at = 0; at < 5_000; at++) take(String(at));
  await pass(0);
  expect(had).toHaveLength(5_000);
  expect(vi.getTimerCount()).toBe(0);
});

test("an empty line leaves no timer behind", async () => {
  const { take, pass } = takeTurns(2);
  for (let at = 0; at < 6; at++) take(String(at));
  await pass(5_000);
  expect(vi.getTimerCount()).toBe(0);
});
