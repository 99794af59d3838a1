import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { DrawOrder } from "./token-bucket";
import { createRateLimiter, RateLimitExceeded, PRIORITIES, type Priority } from "./rate-limiter";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Takes turns and keeps the names of those that had theirs, in order. */
function takeTurns(rate: number) {
  const rateLimiter = createRateLimiter<string>(() => rate);
  const had: string[] = [];
  const refused: string[] = [];
  const take = (name: string, priority: Priority = "interactive", api = "ListJobs") =>
    void rateLimiter.acquire(api, priority).then(
      () => had.push(name),
      (error: unknown) => {
        expect(error).toBeInstanceOf(RateLimitExceeded);
        refused.push(name);
      },
    );
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
  return { rateLimiter, had, refused, take, pass };
}

/** How many calls of an operation have had their turn. They leave half a second's worth in the bucket. */
async function countTurns(rate: number, calls: number, forMs: number, prepare?: (rateLimiter: Pace) => void) {
  const { rateLimiter, had, take, pass } = takeTurns(rate);
  prepare?.(rateLimiter);
  for (let at = 0; at < calls; at++) take(String(at), "bulk");
  await pass(forMs);
  return had.length;
}
type Pace = ReturnType<typeof createRateLimiter<string>>;

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
  expect(await countTurns(8, 1_000, 30_000)).toBe(8 - 4 + 30 * 8);
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

test("people go ahead of operations, and operations of background calls, whoever came first", async () => {
  const { had, take, pass } = takeTurns(1);
  take("at once");
  take("background 1", "background");
  take("background 2", "background");
  take("operation 1", "bulk");
  take("operation 2", "bulk");
  take("person 1");
  take("person 2");
  await pass(6_000);
  expect(had).toEqual([
    "at once",
    "person 1",
    "person 2",
    "operation 1",
    "operation 2",
    "background 1",
    "background 2",
  ]);
});

test("a person who comes while an operation runs finds calls left at once", async () => {
  const { had, take, pass } = takeTurns(10);
  for (let at = 0; at < 200; at++) take(`operation ${at}`, "bulk");
  await pass(7_310);
  const before = had.length;
  for (let at = 0; at < 5; at++) take(`person ${at}`);
  await pass(0);
  expect(had.slice(before)).toEqual(Array.from({ length: 5 }, (_, at) => `person ${at}`));
  await pass(1_000);
  expect(had.slice(before + 5).every((name) => name.startsWith("operation"))).toBe(true);
  await pass(60_000);
  expect(had).toHaveLength(205);
});

test("however long an operation is, one turn in twenty of its is a background call's, and none is lost", async () => {
  const { had, take, pass } = takeTurns(10);
  for (let at = 0; at < 200; at++) take(`operation ${at}`, "bulk");
  await pass(1_000);
  for (let at = 0; at < 3; at++) take(`background ${at}`, "background");
  await pass(1_000);
  take("person");
  await pass(100);
  expect(had.at(-1)).toBe("person");
  await pass(60_000);
  expect(had).toHaveLength(204);
  const places = had.flatMap((name, at) => (name.startsWith("background") ? [at] : []));
  expect(places).toHaveLength(3);
  expect(places[0]).toBeLessThanOrEqual(15 + 20 + 1);
  expect(places[1]! - places[0]!).toBe(20);
  expect(places[2]! - places[1]!).toBe(20);
  const items = had.filter((name) => name.startsWith("operation"));
  expect(items).toEqual(Array.from({ length: 200 }, (_, at) => `operation ${at}`));
});

test("people who come faster than the rate leave an operation one turn in twenty, and none of it is lost", async () => {
  const { had, take, pass } = takeTurns(2);
  for (let at = 0; at < 4; at++) take(`operation ${at}`, "bulk");
  for (let at = 0; at < 57; at++) {
    take(`person ${at}`);
    await pass(500);
  }
  const places = had.flatMap((name, at) => (name.startsWith("operation") ? [at] : []));
  expect(places).toEqual([0, 20, 40]);
  await pass(4_000);
  expect(had).toHaveLength(61);
});

test("the lines are served in the order of their priorities, whoever came first", async () => {
  const { had, take, pass } = takeTurns(1);
  take("at once");
  for (const priority of PRIORITIES.toReversed()) take(priority, priority);
  await pass(10_000);
  expect(had).toEqual(["at once", ...PRIORITIES]);
});

test("people find calls at once while an operation cancels, and a cancellation of theirs goes first", async () => {
  const { had, take, pass } = takeTurns(10);
  for (let at = 0; at < 100; at++) take("operation", "bulk-cancel");
  await pass(5_050);
  const before = had.length;
  for (let at = 0; at < 4; at++) take("person");
  take("cancel", "cancel");
  await pass(0);
  expect(had.slice(before)).toEqual(["cancel", ...Array.from({ length: 4 }, () => "person")]);
});

test("a person's cancellation waits behind nobody", async () => {
  const { had, take, pass } = takeTurns(10);
  for (const priority of PRIORITIES.slice(1)) for (let at = 0; at < 40; at++) take(priority, priority);
  await pass(1_000);
  for (let at = 0; at < 5; at++) {
    take("cancel", "cancel");
    const before = had.length;
    await pass(200);
    expect(had[before]).toBe("cancel");
    await pass(130);
  }
});

/** Keeps each of these lines full for so long, and counts the turns of each. */
async function saturate(rate: number, classes: readonly Priority[], forMs: number) {
  const { rateLimiter, pass } = takeTurns(rate);
  const turns = Object.fromEntries(classes.map((each) => [each, 0])) as Record<Priority, number>;
  let isOver = false;
  const call = async (priority: Priority): Promise<void> => {
    while (!isOver) {
      await rateLimiter.acquire("ListJobs", priority);
      if (isOver) return;
      turns[priority]++;
    }
  };
  // So many of a line may have their turn and wait for its time, while its others keep it full.
  const calls = classes.flatMap((each) => Array.from({ length: rate + 6 }, () => call(each)));
  await pass(forMs);
  isOver = true;
  await pass(600_000);
  await Promise.all(calls);
  return turns;
}
const SECONDS = 120;
const shareOf = (priority: Priority) => (priority === "interactive" ? 1 / 5 : 1 / 20);

const someClasses = fc
  .subarray([...PRIORITIES], { minLength: 1 })
  .map((classes) => PRIORITIES.filter((each) => classes.includes(each)));

test("whichever lines are full, each gets its share, the first gets the rest, and no call is lost", async () => {
  await fc.assert(
    fc.asyncProperty(someClasses, fc.integer({ min: 8, max: 40 }), async (classes, rate) => {
      const turns = await saturate(rate, classes, SECONDS * 1000);
      const all = classes.reduce((sum, each) => sum + turns[each], 0);
      // What is left in the bucket at the end, and what stood in it at the start, is at most a second's worth each.
      expect(Math.abs(all - rate * SECONDS)).toBeLessThanOrEqual(2 * rate + 2);
      let above = 0;
      for (const [at, each] of classes.entries()) {
        if (at > 0) {
          const due = shareOf(each) * (above + turns[each]);
          expect(turns[each], `${each} of ${classes.join()}`).toBeGreaterThanOrEqual(Math.floor(due) - 3);
          expect(turns[each], `${each} of ${classes.join()}`).toBeLessThanOrEqual(due + rate + 3);
        }
        above += turns[each];
      }
    }),
    { numRuns: 60 },
  );
});

test("while an operation cancels and people look, the reserve stays for people's cancellations", async () => {
  const { had, take, pass } = takeTurns(10);
  for (let at = 0; at < 200; at++) take("operation", "bulk-cancel");
  await pass(3_050);
  for (let at = 0; at < 20; at++) take("person");
  await pass(3_000);
  const before = had.length;
  for (let at = 0; at < 4; at++) take("cancel", "cancel");
  await pass(0);
  expect(had.slice(before, before + 4)).toEqual(["cancel", "cancel", "cancel", "cancel"]);
  expect(had.filter((name) => name === "person").length).toBeLessThan(20);
});

test("where the others empty the bucket, people go on, and those who leave a reserve wait", async () => {
  // As of another instance whose people draw all there is, down to what lies below the reserve.
  const away = (): Promise<never> => Promise.reject(new Error("not asked"));
  const bucket = {
    draw: ({ wanted, floor }: DrawOrder) =>
      Promise.resolve({ taken: floor < 0 ? Math.min(1, wanted) : 0, tokens: 0, rate: 10, throttledAt: null }),
    slowDown: away,
  };
  const rateLimiter = createRateLimiter<string>(
    () => 10,
    () => bucket,
  );
  const had: string[] = [];
  for (let at = 0; at < 3; at++) {
    void rateLimiter.acquire("ListJobs", "bulk-cancel").then(() => had.push("operation"));
    void rateLimiter.acquire("ListJobs", "interactive").then(() => had.push("person"));
  }
  await vi.advanceTimersByTimeAsync(10_000);
  expect(had).toEqual(["person", "person", "person"]);
});

/** A bucket that is shared, and answers with these levels one after the other. It gives a call from a floor below zero. */
function bucketOf(levels: readonly number[]) {
  let draws = 0;
  return {
    draw: ({ wanted, floor }: DrawOrder) => {
      const tokens = levels[Math.min(draws++, levels.length - 1)]!;
      const taken = Math.max(0, Math.min(wanted, Math.floor(tokens - floor)));
      return Promise.resolve({ taken, tokens: tokens - taken, rate: 10, throttledAt: null });
    },
    slowDown: () => Promise.resolve(),
  };
}

test("a bucket that is a little short, as a timer was early, is waited for again", async () => {
  const rateLimiter = createRateLimiter<string>(
    () => 10,
    () => bucketOf([5, 5.99, 6, 0]),
  );
  const had: string[] = [];
  void rateLimiter.acquire("ListJobs", "bulk-cancel").then(() => had.push("operation"));
  await vi.advanceTimersByTimeAsync(0);
  void rateLimiter.acquire("ListJobs", "interactive").then(() => had.push("person"));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(had).toEqual(["operation", "person"]);
});

test("a person who comes while a shared bucket is asked for others is not left waiting for its answer's sake", async () => {
  const rateLimiter = createRateLimiter<string>(
    () => 10,
    () => bucketOf([0]),
  );
  const had: string[] = [];
  void rateLimiter.acquire("ListJobs", "bulk").then(() => had.push("operation"));
  void rateLimiter.acquire("ListJobs", "interactive").then(() => had.push("person"));
  await vi.advanceTimersByTimeAsync(100);
  expect(had).toEqual(["person"]);
});

test("behind an operation, people are refused once their share of the turns is ten seconds long", async () => {
  const { had, refused, take, pass } = takeTurns(10);
  for (let at = 0; at < 200; at++) take("operation", "bulk-cancel");
  for (let at = 0; at < 25; at++) take(`person ${at}`);
  await pass(0);
  // Nine calls are left in the bucket: 22 times five turns take more than ten seconds, 21 times do not.
  expect(refused).toEqual(["person 21", "person 22", "person 23", "person 24"]);
  await pass(10_500);
  expect(had.filter((name) => name.startsWith("person"))).toHaveLength(21);
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
  const throttledOnce = (rateLimiter: Pace) => rateLimiter.throttled("ListJobs", 0);
  const recovered = (rateLimiter: Pace) => {
    rateLimiter.throttled("ListJobs", 0);
    for (let at = 0; at < 25; at++) rateLimiter.answered("ListJobs");
  };
  expect(await countTurns(8, 100, 5_000, throttledOnce)).toBe(4 * 5 - 2);
  expect(await countTurns(8, 100, 5_000, recovered)).toBe(8 * 5 - 4);
});

test("good answers never raise the rate above the aim", async () => {
  const praised = (rateLimiter: Pace) => {
    for (let at = 0; at < 1_000; at++) rateLimiter.answered("ListJobs");
  };
  expect(await countTurns(8, 100, 5_000, praised)).toBe(8 - 4 + 8 * 5);
});

test("however often it is throttled, one call in two seconds is left", async () => {
  const throttledOften = (rateLimiter: Pace) => {
    for (let at = 0; at < 50; at++) rateLimiter.throttled("ListJobs", 0);
  };
  expect(await countTurns(8, 20, 20_000, throttledOften)).toBe(9);
});

test("throttled answers to calls that had left before the rate was lowered lower it no further", async () => {
  const { rateLimiter, pass } = takeTurns(8);
  await pass(1_000);
  rateLimiter.throttled("ListJobs", 100);
  for (let at = 0; at < 20; at++) rateLimiter.throttled("ListJobs", 50);
  expect(rateLimiter.pace("ListJobs")).toMatchObject({ perSecond: 4, aim: 8 });
  await pass(100);
  rateLimiter.throttled("ListJobs", 50);
  expect(rateLimiter.pace("ListJobs")).toMatchObject({ perSecond: 2 });
});

test("the pace is told: what it is, what it would be, and when AWS last throttled", async () => {
  const { rateLimiter } = takeTurns(8);
  expect(rateLimiter.pace("ListJobs")).toEqual({ perSecond: 8, aim: 8, throttledAt: null });
  const before = new Date();
  rateLimiter.throttled("ListJobs", 0);
  rateLimiter.answered("ListJobs");
  const { perSecond, throttledAt } = rateLimiter.pace("ListJobs")!;
  expect(perSecond).toBeCloseTo(4.16);
  expect(throttledAt!.getTime()).toBeGreaterThanOrEqual(before.getTime());
  expect(createRateLimiter(() => Infinity).pace("ListJobs")).toBeNull();
});

test("a rate below the least is not raised by throttling", () => {
  const { rateLimiter } = takeTurns(0.1);
  rateLimiter.throttled("ListJobs", 0);
  expect(rateLimiter.pace("ListJobs")).toMatchObject({ perSecond: 0.1 });
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

test("the line of a runner is never too long for it, not even at the least rate", async () => {
  const { rateLimiter, had, refused, take, pass } = takeTurns(10);
  for (let at = 0; at < 50; at++) rateLimiter.throttled("ListJobs", 0);
  for (let at = 0; at < 100; at++) take(String(at), "bulk");
  await pass(210_000);
  expect(refused).toEqual([]);
  expect(had).toHaveLength(100);
});

test("without a rate nobody waits, throttled or not", async () => {
  const { rateLimiter, had, take, pass } = takeTurns(Infinity);
  rateLimiter.throttled("ListJobs", 0);
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
