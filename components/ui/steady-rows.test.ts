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
  expect(steadyRows([row("a"), row("b")], rows, key, false).rows).toBe(rows);
});

test("held rows keep their order while their contents change", () => {
  const { rows, gone } = steadyRows([row("a"), row("b")], [row("b", "FAILED"), row("a")], key, true);
  expect(shown(rows)).toEqual(["a QUEUED", "b FAILED"]);
  expect(gone.size).toBe(0);
});

test("a row that vanished stays while held, and new rows come last", () => {
  const { rows, gone } = steadyRows([row("a"), row("b")], [row("c"), row("b")], key, true);
  expect(shown(rows)).toEqual(["a QUEUED", "b QUEUED", "c QUEUED"]);
  expect([...gone]).toEqual(["a"]);
});

test("vanished rows go when the hold ends", () => {
  const fresh = [row("c"), row("b")];
  const held = steadyRows([row("a"), row("b")], fresh, key, true);
  expect(steadyRows(held.rows, fresh, key, false)).toEqual({ rows: fresh, gone: new Set() });
});

test("holding the rows that are shown changes nothing", () => {
  const rows = [row("a"), row("b")];
  expect(steadyRows(rows, rows, key, true).rows).toBe(rows);
});

test("the first rows are shown as they are, held or not", () => {
  const rows = [row("a")];
  expect(steadyRows([], rows, key, true).rows).toBe(rows);
});
