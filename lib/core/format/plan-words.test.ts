import { expect, test } from "vitest";
import { neededRoleWords, paceWords, readWords, typedNumber } from "./plan-words";

test("the progress of a plan", () => {
  expect(readWords(12_250, 100_000)).toBe("12,250 of about 100,000 read");
  expect(readWords(12_250, null)).toBe("12,250 read");
  expect(readWords(100_250, 100_000)).toBe("100,250 read");
});

test("the duration at our share of the quota", () => {
  expect(paceWords(1_492, 10, 0.8)).toBe("about 3 min 7 s: 8 of AWS's 10 calls a second");
  expect(paceWords(960, 10, 0.8)).toBe("about 2 min: 8 of AWS's 10 calls a second");
  expect(paceWords(1, 10, 0.8)).toBe("about 1 s: 8 of AWS's 10 calls a second");
  expect(paceWords(100_000, 10, 0.75)).toBe("about 3 h 42 min: 7.5 of AWS's 10 calls a second");
  expect(paceWords(5, null, 0.8)).toBe("as fast as AWS answers: no quota is applied here");
});

test("the needed role, and why", () => {
  const order = { force: false, executions: 100, bulkLimit: 1_000 };
  expect(neededRoleWords(order)).toBe("an operator");
  expect(neededRoleWords({ ...order, force: true })).toBe("a supervisor, as force is used");
  expect(neededRoleWords({ ...order, executions: 1_001 })).toBe(
    "a supervisor, as more than 1,000 are canceled at once",
  );
  expect(neededRoleWords({ ...order, force: true, executions: 1_001 })).toBe(
    "a supervisor, as force is used and more than 1,000 are canceled at once",
  );
});

test("a number as people type it", () => {
  expect(typedNumber("1492")).toBe(1_492);
  expect(typedNumber(" 1,492 ")).toBe(1_492);
  expect(typedNumber("")).toBeNull();
  expect(typedNumber("all")).toBeNull();
  expect(typedNumber("1e3")).toBeNull();
  expect(typedNumber("-3")).toBeNull();
});
