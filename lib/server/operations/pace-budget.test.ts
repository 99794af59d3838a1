import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Database } from "@/lib/server/db/open-database";
import { createTestDatabase, type TestDatabase } from "@/lib/server/db/testing/test-databases";
import type { Priority } from "@/lib/server/iot/priority";
import { createRateLimiter, type RateLimiter } from "@/lib/server/iot/rate-limiter";
import { paceBudgetOf } from "./pace-budget";

let store: TestDatabase;
beforeAll(async () => {
  store = await createTestDatabase("postgres");
});
afterAll(() => store.remove());

let fleets = 0;

const rethrow = (error: unknown): never => {
  throw error;
};

/** Two instances, each with its own connections, that call one fleet at this rate. */
async function twoInstances(rate: number) {
  const fleetId = `fleet-${++fleets}`;
  const databases = await Promise.all([store.open(), store.open()]);
  const [first, second] = databases.map((database) =>
    createRateLimiter<string>(() => rate, {
      open: paceBudgetOf(() => Promise.resolve(database), fleetId),
      onUnreachable: rethrow,
    }),
  );
  const read = () =>
    databases[0].kysely
      .selectFrom("pace_budget")
      .selectAll()
      .where("fleet_id", "=", fleetId)
      .executeTakeFirstOrThrow();
  return { first: first!, second: second!, read };
}

/** Acquires slots until `signal`. Returns when it got them, in milliseconds. */
function takeTurns(rateLimiter: RateLimiter<string>, count: number, priority: Priority): Promise<number[]> {
  const acquire = async () => {
    await rateLimiter.acquire("ListJobs", priority);
    return performance.now();
  };
  return Promise.all(Array.from({ length: count }, acquire));
}

test("two instances on one database share one rate", async () => {
  const { first, second } = await twoInstances(40);
  const startedAt = performance.now();
  const had = (await Promise.all([takeTurns(first, 60, "bulk"), takeTurns(second, 60, "bulk")])).flat();
  // Half of the bucket is theirs at once, the rest arrives at the rate. A busy machine delays slots, and never hastens them.
  had
    .sort((one, other) => one - other)
    .forEach((at, index) => expect(at - startedAt).toBeGreaterThan(((index + 1 - 20) / 40) * 1_000 - 20));
  expect(had).toHaveLength(120);
});

test("a person at one instance is served before the operation that runs at the other", async () => {
  const { first, second, read } = await twoInstances(20);
  const operation = takeTurns(first, 80, "bulk");
  await takeTurns(first, 1, "bulk");
  const cameAt = performance.now();
  expect((await read()).tokens, "half of a second's worth is left for people").toBeGreaterThanOrEqual(9);
  const person = await takeTurns(second, 25, "interactive");
  const lastPerson = Math.max(...person);
  const items = (await operation).filter((at) => at > cameAt && at < lastPerson);
  expect(items.length, "the operation waited meanwhile").toBeLessThanOrEqual(2);
});

test("people may draw a second's worth of calls below zero; an operation may not", async () => {
  const { first, second, read } = await twoInstances(10);
  const people = takeTurns(first, 40, "interactive");
  await vi.waitFor(async () => expect((await read()).tokens).toBeLessThan(-8));
  const operation = takeTurns(second, 5, "bulk");
  expect((await read()).tokens).toBeGreaterThanOrEqual(-10);
  const lastPerson = Math.max(...(await people));
  expect(Math.min(...(await operation))).toBeGreaterThan(lastPerson);
});

test("throttling of one instance slows down both, and good answers speed both up again", async () => {
  const { first, second, read } = await twoInstances(100);
  await takeTurns(first, 1, "bulk");
  first.throttled("ListJobs", 0);
  await vi.waitFor(async () => expect(await read()).toMatchObject({ rate: 50 }));
  await takeTurns(second, 1, "bulk");
  const { perSecond, throttledAt } = second.pace("ListJobs")!;
  expect(perSecond).toBeCloseTo(50);
  expect(throttledAt).toBeInstanceOf(Date);
  for (let at = 0; at < 25; at++) second.answered("ListJobs");
  await takeTurns(second, 1, "bulk");
  await takeTurns(first, 1, "bulk");
  expect(first.pace("ListJobs")).toMatchObject({ perSecond: 100 });
});

test("throttled answers to calls that were sent before lower the rate once, whichever instance sent them", async () => {
  const { first, second, read } = await twoInstances(100);
  await Promise.all([takeTurns(first, 1, "bulk"), takeTurns(second, 1, "bulk")]);
  first.throttled("ListJobs", 0);
  await vi.waitFor(async () => expect(await read()).toMatchObject({ rate: 50 }));
  second.throttled("ListJobs", 60_000);
  await takeTurns(second, 1, "bulk");
  expect(await read()).toMatchObject({ rate: 50 });
});

test("an instance that cannot reach the database continues with the level it saw last, and returns to the database later", async () => {
  const unreachable: unknown[] = [];
  const database = await store.open();
  let isAway = false;
  const reach = (): Promise<Database> =>
    isAway ? Promise.reject(new Error("the database is away")) : Promise.resolve(database);
  const fleetId = `fleet-${++fleets}`;
  const rateLimiter = createRateLimiter<string>(() => 50, {
    open: paceBudgetOf(reach, fleetId),
    onUnreachable: (error) => unreachable.push(error),
  });
  await takeTurns(rateLimiter, 1, "bulk");
  rateLimiter.throttled("ListJobs", 0);
  isAway = true;
  const startedAt = performance.now();
  await takeTurns(rateLimiter, 30, "bulk");
  expect(performance.now() - startedAt, "at the halved rate").toBeGreaterThan(30 / 25 - 0.1);
  expect(unreachable).toEqual([new Error("the database is away")]);

  isAway = false;
  const drawnAt = () =>
    database.kysely
      .selectFrom("pace_budget")
      .select("filled_at")
      .where("fleet_id", "=", fleetId)
      .executeTakeFirstOrThrow();
  const before = await drawnAt();
  const isBack = async () => {
    await takeTurns(rateLimiter, 1, "bulk");
    expect(await drawnAt()).not.toEqual(before);
  };
  await vi.waitFor(isBack, { timeout: 10_000, interval: 200 });
});
