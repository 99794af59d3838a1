import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { DrawOrder, SharedBuckets, TokenBucket } from "./token-bucket";
import { RateLimitExceeded } from "./api-queue";
import { PRIORITIES, type Priority } from "./priority";
import { createRateLimiter } from "./rate-limiter";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const sharing = (bucket: TokenBucket): SharedBuckets => ({
  open: () => bucket,
  onUnreachable: (error) => {
    throw error;
  },
});

/** Acquires calls, and collects the names of those that went and of those that were refused, in order. */
function start(rate: number) {
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

/** The number of an operation's calls that went. They leave half a second's worth in the bucket. */
async function countCalls(
  rate: number,
  calls: number,
  forMs: number,
  prepare?: (rateLimiter: Limiter) => void,
) {
  const { rateLimiter, had, take, pass } = start(rate);
  prepare?.(rateLimiter);
  for (let at = 0; at < calls; at++) take(String(at), "bulk");
  await pass(forMs);
  return had.length;
}
type Limiter = ReturnType<typeof createRateLimiter<string>>;

test("a second's worth of calls goes at once, and then as many as the rate allows", async () => {
  const { had, take, pass } = start(10);
  for (let at = 0; at < 40; at++) take(String(at));
  await pass(0);
  expect(had).toHaveLength(10);
  await pass(1_000);
  expect(had).toHaveLength(20);
  await pass(500);
  expect(had).toHaveLength(25);
  expect(had).toEqual(Array.from({ length: 25 }, (_, at) => String(at)));
});

test("the rate holds over any time, however many calls arrive", async () => {
  expect(await countCalls(8, 1_000, 30_000)).toBe(8 - 4 + 30 * 8);
});

test("a quiet time saves up one second's worth of calls and no more", async () => {
  const { had, take, pass } = start(10);
  await pass(60_000);
  for (let at = 0; at < 30; at++) take(String(at));
  await pass(0);
  expect(had).toHaveLength(10);
});

test("a rate below one a second still lets the first call go", async () => {
  const { had, take, pass } = start(0.5);
  take("first");
  take("second");
  await pass(1_999);
  expect(had).toEqual(["first"]);
  await pass(1);
  expect(had).toEqual(["first", "second"]);
});

test("people go before operations, and operations before background calls, in whatever order they came", async () => {
  const { had, take, pass } = start(1);
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

test("a person who comes while an operation runs is served at once", async () => {
  const { had, take, pass } = start(10);
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

test("however long an operation runs, one call in twenty is a background call, and none is lost", async () => {
  const { had, take, pass } = start(10);
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

test("people who come faster than the rate leave an operation one call in twenty, and none is lost", async () => {
  const { had, take, pass } = start(2);
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

test("calls are served in the order of their priorities, in whatever order they came", async () => {
  const { had, take, pass } = start(1);
  take("at once");
  for (const priority of PRIORITIES.toReversed()) take(priority, priority);
  await pass(10_000);
  expect(had).toEqual(["at once", ...PRIORITIES]);
});

test("people are served at once while an operation cancels, and their own cancellation goes first", async () => {
  const { had, take, pass } = start(10);
  for (let at = 0; at < 100; at++) take("operation", "bulk-cancel");
  await pass(5_050);
  const before = had.length;
  for (let at = 0; at < 4; at++) take("person");
  take("cancel", "cancel");
  await pass(0);
  expect(had.slice(before)).toEqual(["cancel", ...Array.from({ length: 4 }, () => "person")]);
});

test("a person's cancellation never waits behind other calls", async () => {
  const { had, take, pass } = start(10);
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

/** Keeps the queues of these priorities full for so long, and counts the calls of each. */
async function saturate(rate: number, classes: readonly Priority[], forMs: number) {
  const { rateLimiter, pass } = start(rate);
  const counts = Object.fromEntries(classes.map((each) => [each, 0])) as Record<Priority, number>;
  let isOver = false;
  const call = async (priority: Priority): Promise<void> => {
    while (!isOver) {
      await rateLimiter.acquire("ListJobs", priority);
      if (isOver) return;
      counts[priority]++;
    }
  };
  // Some of a queue's calls may have drawn their token and wait for its time, while the others keep the queue full.
  const calls = classes.flatMap((each) => Array.from({ length: rate + 6 }, () => call(each)));
  await pass(forMs);
  isOver = true;
  await pass(600_000);
  await Promise.all(calls);
  return counts;
}
const SECONDS = 120;
const shareOf = (priority: Priority) => (priority === "interactive" ? 1 / 5 : 1 / 20);

const someClasses = fc
  .subarray([...PRIORITIES], { minLength: 1 })
  .map((classes) => PRIORITIES.filter((each) => classes.includes(each)));

test("whichever queues are full, each gets its share, the first gets the rest, and no call is lost", async () => {
  await fc.assert(
    fc.asyncProperty(someClasses, fc.integer({ min: 8, max: 40 }), async (classes, rate) => {
      const counts = await saturate(rate, classes, SECONDS * 1000);
      const all = classes.reduce((sum, each) => sum + counts[each], 0);
      // The bucket holds at most a second's worth at the start and at the end.
      expect(Math.abs(all - rate * SECONDS)).toBeLessThanOrEqual(2 * rate + 2);
      let above = 0;
      for (const [at, each] of classes.entries()) {
        if (at > 0) {
          const due = shareOf(each) * (above + counts[each]);
          expect(counts[each], `${each} of ${classes.join()}`).toBeGreaterThanOrEqual(Math.floor(due) - 3);
          expect(counts[each], `${each} of ${classes.join()}`).toBeLessThanOrEqual(due + rate + 3);
        }
        above += counts[each];
      }
    }),
    { numRuns: 60 },
  );
});

test("while an operation cancels and people look, the reserve stays for people's cancellations", async () => {
  const { had, take, pass } = start(10);
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

test("while other instances empty the bucket, people are served, and calls that leave a reserve wait", async () => {
  // As if people of another instance drew every token above their floor.
  const away = (): Promise<never> => Promise.reject(new Error("not asked"));
  const bucket = {
    draw: ({ wanted, floor }: DrawOrder) =>
      Promise.resolve({ taken: floor < 0 ? Math.min(1, wanted) : 0, tokens: 0, rate: 10, throttledAt: null }),
    slowDown: away,
  };
  const rateLimiter = createRateLimiter<string>(() => 10, sharing(bucket));
  const had: string[] = [];
  for (let at = 0; at < 3; at++) {
    void rateLimiter.acquire("ListJobs", "bulk-cancel").then(() => had.push("operation"));
    void rateLimiter.acquire("ListJobs", "interactive").then(() => had.push("person"));
  }
  await vi.advanceTimersByTimeAsync(10_000);
  expect(had).toEqual(["person", "person", "person"]);
});

/** A shared bucket that returns these levels one after the other. It gives a call to a floor below zero. */
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

test("a bucket that is a little short because a timer was early is waited for again", async () => {
  const rateLimiter = createRateLimiter<string>(() => 10, sharing(bucketOf([5, 5.99, 6, 0])));
  const had: string[] = [];
  void rateLimiter.acquire("ListJobs", "bulk-cancel").then(() => had.push("operation"));
  await vi.advanceTimersByTimeAsync(0);
  void rateLimiter.acquire("ListJobs", "interactive").then(() => had.push("person"));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(had).toEqual(["operation", "person"]);
});

test("a person who comes while the shared bucket is drawn for others does not wait for that answer", async () => {
  const rateLimiter = createRateLimiter<string>(() => 10, sharing(bucketOf([0])));
  const had: string[] = [];
  void rateLimiter.acquire("ListJobs", "bulk").then(() => had.push("operation"));
  void rateLimiter.acquire("ListJobs", "interactive").then(() => had.push("person"));
  await vi.advanceTimersByTimeAsync(100);
  expect(had).toEqual(["person"]);
});

test("behind an operation, people are refused once their share means a wait of ten seconds", async () => {
  const { had, refused, take, pass } = start(10);
  for (let at = 0; at < 200; at++) take("operation", "bulk-cancel");
  for (let at = 0; at < 25; at++) take(`person ${at}`);
  await pass(0);
  // Nine tokens are left in the bucket: 22 times five calls take more than ten seconds, 21 times do not.
  expect(refused).toEqual(["person 21", "person 22", "person 23", "person 24"]);
  await pass(10_500);
  expect(had.filter((name) => name.startsWith("person"))).toHaveLength(21);
});

test("each API has its own queue", async () => {
  const { had, take, pass } = start(1);
  take("a1", "interactive", "ListJobs");
  take("a2", "interactive", "ListJobs");
  take("b1", "interactive", "DescribeJob");
  await pass(0);
  expect(had).toEqual(["a1", "b1"]);
});

test("a throttled answer halves the rate, and 25 good ones restore it", async () => {
  const throttledOnce = (rateLimiter: Limiter) => rateLimiter.throttled("ListJobs", 0);
  const recovered = (rateLimiter: Limiter) => {
    rateLimiter.throttled("ListJobs", 0);
    for (let at = 0; at < 25; at++) rateLimiter.answered("ListJobs");
  };
  expect(await countCalls(8, 100, 5_000, throttledOnce)).toBe(4 * 5 - 2);
  expect(await countCalls(8, 100, 5_000, recovered)).toBe(8 * 5 - 4);
});

test("good answers never raise the rate above the aim", async () => {
  const praised = (rateLimiter: Limiter) => {
    for (let at = 0; at < 1_000; at++) rateLimiter.answered("ListJobs");
  };
  expect(await countCalls(8, 100, 5_000, praised)).toBe(8 - 4 + 8 * 5);
});

test("however often AWS throttles, one call in two seconds is left", async () => {
  const throttledOften = (rateLimiter: Limiter) => {
    for (let at = 0; at < 50; at++) rateLimiter.throttled("ListJobs", 0);
  };
  expect(await countCalls(8, 20, 20_000, throttledOften)).toBe(9);
});

test("throttled answers to calls that were sent before the rate was lowered do not lower it further", async () => {
  const { rateLimiter, pass } = start(8);
  await pass(1_000);
  rateLimiter.throttled("ListJobs", 100);
  for (let at = 0; at < 20; at++) rateLimiter.throttled("ListJobs", 50);
  expect(rateLimiter.pace("ListJobs")).toMatchObject({ perSecond: 4, aim: 8 });
  await pass(100);
  rateLimiter.throttled("ListJobs", 50);
  expect(rateLimiter.pace("ListJobs")).toMatchObject({ perSecond: 2 });
});

test("the pace names the rate, the aim, and when AWS last throttled", async () => {
  const { rateLimiter } = start(8);
  expect(rateLimiter.pace("ListJobs")).toEqual({ perSecond: 8, aim: 8, throttledAt: null });
  const before = new Date();
  rateLimiter.throttled("ListJobs", 0);
  rateLimiter.answered("ListJobs");
  const { perSecond, throttledAt } = rateLimiter.pace("ListJobs")!;
  expect(perSecond).toBeCloseTo(4.16);
  expect(throttledAt!.getTime()).toBeGreaterThanOrEqual(before.getTime());
  expect(createRateLimiter(() => Infinity).pace("ListJobs")).toBeNull();
});

test("throttling does not raise a rate that is below the minimum", () => {
  const { rateLimiter } = start(0.1);
  rateLimiter.throttled("ListJobs", 0);
  expect(rateLimiter.pace("ListJobs")).toMatchObject({ perSecond: 0.1 });
});

test("a call that would wait for more than ten seconds is refused at once, and those that wait keep their place", async () => {
  const { had, refused, take, pass } = start(1);
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
  const { refused, take, pass } = start(1);
  for (let at = 0; at < 62; at++) take(`b${at}`, "background");
  await pass(0);
  expect(refused).toEqual(["b61"]);
  take("person");
  await pass(1_000);
  expect(refused).toEqual(["b61"]);
});

test("the queue of a runner is never too long for it, not even at the lowest rate", async () => {
  const { rateLimiter, had, refused, take, pass } = start(10);
  for (let at = 0; at < 50; at++) rateLimiter.throttled("ListJobs", 0);
  for (let at = 0; at < 100; at++) take(String(at), "bulk");
  await pass(210_000);
  expect(refused).toEqual([]);
  expect(had).toHaveLength(100);
});

test("without a limit no call waits, throttled or not", async () => {
  const { rateLimiter, had, take, pass } = start(Infinity);
  rateLimiter.throttled("ListJobs", 0);
  for (let at = 0; at < 5_000; at++) take(String(at));
  await pass(0);
  expect(had).toHaveLength(5_000);
  expect(vi.getTimerCount()).toBe(0);
});

test("an empty queue leaves no timer behind", async () => {
  const { take, pass } = start(2);
  for (let at = 0; at < 6; at++) take(String(at));
  await pass(5_000);
  expect(vi.getTimerCount()).toBe(0);
});
