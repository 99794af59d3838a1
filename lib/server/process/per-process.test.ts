import { expect, test, vi } from "vitest";

test("a module that is loaded twice gets the value that was created first", async () => {
  const first = await import("./per-process");
  vi.resetModules();
  const second = await import("./per-process");
  expect(second.perProcess).not.toBe(first.perProcess);

  const create = vi.fn(() => new Map<string, number>());
  const value = first.perProcess("fleets", create);
  expect(second.perProcess("fleets", create)).toBe(value);
  expect(create).toHaveBeenCalledTimes(1);
});

test("a value that could not be created is created when it is next asked for", async () => {
  const { perProcess } = await import("./per-process");
  const failing = () => {
    throw new Error("not yet");
  };
  expect(() => perProcess("metrics", failing)).toThrow("not yet");
  const value = { ready: true };
  expect(perProcess("metrics", () => value)).toBe(value);
});
