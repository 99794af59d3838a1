import { expect, test } from "vitest";
import { LruCache } from "./lru-cache";

test("the least recently used entry is evicted when one more is set", () => {
  const cache = new LruCache<string, number>(2);
  cache.set("a", 1);
  cache.set("b", 2);
  cache.set("c", 3);
  expect(cache.get("a")).toBeUndefined();
  expect(cache.get("b")).toBe(2);
  expect(cache.get("c")).toBe(3);
});

test("reading and replacing an entry both count as a use", () => {
  const cache = new LruCache<string, number>(2);
  cache.set("a", 1);
  cache.set("b", 2);
  cache.get("a");
  cache.set("c", 3);
  expect(cache.get("b")).toBeUndefined();

  cache.set("a", 4);
  cache.set("d", 5);
  expect(cache.get("c")).toBeUndefined();
  expect(cache.get("a")).toBe(4);
});

test("a deleted entry makes room", () => {
  const cache = new LruCache<string, number>(2);
  cache.set("a", 1);
  cache.set("b", 2);
  cache.delete("b");
  cache.set("c", 3);
  expect(cache.get("b")).toBeUndefined();
  expect(cache.get("a")).toBe(1);
});
