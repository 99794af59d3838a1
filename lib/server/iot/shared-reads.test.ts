import { expect, test } from "vitest";
import { createSharedReads, KEEP_MS } from "./shared-reads";

function world() {
  let nowMs = 0;
  let asked = 0;
  const reads = createSharedReads(() => nowMs);
  /** Each answer is the number of the read, counted from 1. */
  const ask = () => Promise.resolve({ ok: true, value: ++asked });
  return {
    reads,
    pass: (ms: number) => (nowMs += ms),
    read: (key: string, maxAgeMs: number) => reads.read(key, { maxAgeMs, rank: 0 }, ask),
  };
}

const answer = (value: number) => ({ ok: true, value });

test("a read joins the same one in flight, and not another", async () => {
  const { reads, read } = world();
  const slow = Promise.withResolvers<{ ok: boolean; value: number }>();
  const first = reads.read("a", { maxAgeMs: 2_000, rank: 0 }, () => slow.promise);
  const joined = read("a", 2_000);
  expect(await read("b", 2_000)).toEqual(answer(1));
  slow.resolve(answer(99));
  expect(await Promise.all([first, joined])).toEqual([answer(99), answer(99)]);
});

test("an answer is shared until it is as old as the reader allows", async () => {
  const { read, pass } = world();
  expect(await read("a", 2_000)).toEqual(answer(1));
  pass(2_000);
  expect(await read("a", 2_000)).toEqual(answer(1));
  pass(1);
  expect(await read("a", 30_000)).toEqual(answer(1));
  expect(await read("a", 2_000)).toEqual(answer(2));
});

test("an age of 0 reads from AWS even while the same read is in flight, and shares its answer", async () => {
  const { reads, read } = world();
  const slow = Promise.withResolvers<{ ok: boolean; value: number }>();
  const old = reads.read("a", { maxAgeMs: 2_000, rank: 0 }, () => slow.promise);
  expect(await read("a", 0)).toEqual(answer(1));
  slow.resolve(answer(99));
  await old;
  expect(await read("a", 2_000)).toEqual(answer(1));
  expect(await read("a", 0)).toEqual(answer(2));
});

test("`forget` leaves what names something else", async () => {
  const { reads, read } = world();
  const keys = [
    'Describe {"thingName":"kiosk:1","jobId":"fw"}',
    'Describe {"thingName":"kiosk:2","jobId":"fw"}',
  ];
  const others = ['Describe {"thingName":"kiosk:1","jobId":"fw-2"}', 'List {"jobId":"fw-2"}', "ListJobs {}"];
  for (const key of [...keys, ...others]) await read(key, 2_000);
  reads.forget(["kiosk:2", "fw"]);
  for (const [at, key] of others.entries()) expect(await read(key, 2_000)).toEqual(answer(3 + at));
  for (const [at, key] of keys.entries()) expect(await read(key, 2_000)).toEqual(answer(6 + at));
});

test("an answer that was requested before `forget` is not shared afterwards, even if it comes later", async () => {
  const { reads, read } = world();
  const slow = Promise.withResolvers<{ ok: boolean; value: number }>();
  const before = reads.read('Read "a"', { maxAgeMs: 2_000, rank: 0 }, () => slow.promise);
  reads.forget(["a"]);
  expect(await read('Read "a"', 2_000)).toEqual(answer(1));
  slow.resolve(answer(99));
  expect(await before).toEqual(answer(99));
  expect(await read('Read "a"', 2_000)).toEqual(answer(1));
});

test("failures are shared by the reads that wait for them, and not kept", async () => {
  const { reads, read } = world();
  const slow = Promise.withResolvers<{ ok: boolean }>();
  const first = reads.read("a", { maxAgeMs: 2_000, rank: 0 }, () => slow.promise);
  const joined = reads.read("a", { maxAgeMs: 2_000, rank: 0 }, () => slow.promise);
  slow.resolve({ ok: false });
  expect(await Promise.all([first, joined])).toEqual([{ ok: false }, { ok: false }]);
  expect(await read("a", 2_000)).toEqual(answer(1));
});

test("an error reaches every read that waits, and is not kept", async () => {
  const { reads, read } = world();
  const throwing = () => Promise.reject(new Error("a bug"));
  const both = [
    reads.read("a", { maxAgeMs: 2_000, rank: 0 }, throwing),
    reads.read("a", { maxAgeMs: 2_000, rank: 0 }, throwing),
  ];
  for (const each of both) await expect(each).rejects.toThrow("a bug");
  expect(await read("a", 2_000)).toEqual(answer(1));
});

test("no answer is shared for more than a minute, whatever age a reader allows", async () => {
  const { read, pass } = world();
  await read("a", KEEP_MS);
  pass(KEEP_MS + 1);
  expect(await read("a", Infinity)).toEqual(answer(2));
});

test("at most 250 answers are kept: the least recently used is evicted", async () => {
  const { read } = world();
  for (let at = 1; at <= 251; at++) await read(`key ${at}`, KEEP_MS);
  expect(await read("key 2", KEEP_MS)).toEqual(answer(2));
  expect(await read("key 1", KEEP_MS)).toEqual(answer(252));
});

test("a read does not wait behind one of lower priority, and joins one of higher", async () => {
  const { reads, read } = world();
  const slow = Promise.withResolvers<{ ok: boolean; value: number }>();
  const background = reads.read("a", { maxAgeMs: 2_000, rank: 1 }, () => slow.promise);
  expect(await read("a", 2_000)).toEqual(answer(1));
  const never = () => Promise.reject(new Error("it should have joined"));
  expect(await reads.read("a", { maxAgeMs: 2_000, rank: 1 }, never)).toEqual(answer(1));
  slow.resolve(answer(99));
  await background;
});
