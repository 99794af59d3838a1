import fc from "fast-check";
import { expect, it } from "vitest";
import { createRandom, createRandomFor } from "./random.ts";

it("gives the same sequence for the same seed, within its bounds", () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const [one, other] = [createRandom(seed), createRandom(seed)];
      for (let draw = 0; draw < 20; draw += 1) {
        const value = one.next();
        expect(value).toBe(other.next());
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThan(1);
      }
      expect([3, 4, 5]).toContain(one.integer(3, 5));
      expect(["a", "b"]).toContain(one.pick(["a", "b"]));
    }),
  );
});

it("is uniformly distributed", () => {
  const random = createRandom(1);
  const sum = Array.from({ length: 10_000 }, random.next).reduce((total, value) => total + value, 0);
  expect(sum / 10_000).toBeCloseTo(0.5, 1);
});

it("gives each name its own sequence", () => {
  expect(createRandomFor(1, "a").next()).not.toBe(createRandomFor(1, "b").next());
  expect(createRandomFor(1, "a").next()).not.toBe(createRandomFor(2, "a").next());
});
