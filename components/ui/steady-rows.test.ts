import { expect, test } from "vitest";
import { steadyRows } from "./steady-rows";

interface Row {
  id: string;
  status: string;
}
const key = (row: Row) => row.id;
const row = (id: string, status = "QUEUED"): Row => ({ id, status });
const shown = (rows: readonly Row[]) => rows.map(({ id, status }) => `${id} ${status}`);

test("rows that are not held are the new rows, untouched", () => {
  const rows = [row("b"), row("a")];
  expect(steadyRows([row("a"), row("b")], rows, key, false)).toBe(rows);
});

test("held rows keep their order while their contents change", () => {
  const rows = steadyRows([row("a"), row("b")], [row("b", "FAILED"), row("a")], key, true);
  expect(shown(rows)).toEqual(["a QUEUED", "b FAILED"]);
});

test("a row that vanished stays while held, and new rows come last", () => {
  const rows = steadyRows([row("a"), row("b")], [row("c"), row("b")], key, true);
  expect(shown(rows)).toEqual(["a QUEUED", "b QUEUED", "c QUEUED"]);
});

test("vanished rows go when the hold ends", () => {
  const fresh = [row("c"), row("b")];
  const held = steadyRows([row("a"), row("b")], fresh, key, true);
  expect(steadyRows(held, fresh, key, false)).toBe(fresh);
});

test("the first rows are taken as they are, held or not", () => {
  const rows = [row("a")];
  expect(steadyRows([], rows, key, true)).toBe(rows);
});

test("100,000 rows are kept steady well within a frame's notice", () => {
  const many = Array.from({ length: 100_000 }, (_, index) => row(`thing-${index}`));
  const start = performance.now();
  steadyRows(many, many.toReversed(), key, true);
  expect(performance.now() - start).toBeLessThan(500);
});
