import { describe, expect, test } from "vitest";
import { pickAllRows, pickRow } from "./pick-rows";
import { RowSelection } from "./row-selection";

const ENDED = new Set(["c"]);
const table = (...rows: string[]) => ({
  rows,
  rowKey: (row: string) => row,
  canPick: (row: string) => !ENDED.has(row),
});
const ROWS = table("a", "b", "c", "d", "e");

const picked = (selection: RowSelection<string>) => selection.rows().sort().join("");

describe("pickRow", () => {
  test("ticks and unticks a row", () => {
    const selection = new RowSelection<string>();
    pickRow(selection, ROWS, "b", false);
    expect(picked(selection)).toBe("b");
    pickRow(selection, ROWS, "b", false);
    expect(picked(selection)).toBe("");
  });

  test("a row that cannot be selected is left alone", () => {
    const selection = new RowSelection<string>();
    pickRow(selection, ROWS, "c", false);
    expect(selection.isEmpty).toBe(true);
  });

  test("a range skips rows that cannot be selected, in both directions", () => {
    const selection = new RowSelection<string>();
    pickRow(selection, ROWS, "d", false);
    pickRow(selection, ROWS, "a", true);
    expect(picked(selection)).toBe("abd");
  });

  test("a range takes the state of the row it ends at, and the next range starts there", () => {
    const selection = new RowSelection<string>();
    pickAllRows(selection, ROWS);
    pickRow(selection, ROWS, "a", false);
    pickRow(selection, ROWS, "d", true);
    expect(picked(selection)).toBe("e");
    pickRow(selection, ROWS, "e", true);
    expect(picked(selection)).toBe("");
  });

  test("a range that started at a row which left the table selects one row", () => {
    const selection = new RowSelection<string>();
    pickRow(selection, ROWS, "a", false);
    pickRow(selection, table("d", "e"), "e", true);
    expect(picked(selection)).toBe("ae");
  });
});

test("a selection of everything is not changed row by row", () => {
  const selection = new RowSelection<string>();
  selection.pickWhole("all", () => true);
  pickRow(selection, ROWS, "a", false);
  expect(selection.isWhole).toBe(true);
});

describe("pickAllRows", () => {
  test("selects all rows that can be, keeps those already selected, and clears when all are", () => {
    const selection = new RowSelection<string>();
    pickRow(selection, ROWS, "b", false);
    pickAllRows(selection, ROWS);
    expect(picked(selection)).toBe("abde");
    pickAllRows(selection, ROWS);
    expect(selection.isEmpty).toBe(true);
  });

  test("clears a selection of everything", () => {
    const selection = new RowSelection<string>();
    selection.pickWhole("all", () => true);
    pickAllRows(selection, ROWS);
    expect(selection.isEmpty).toBe(true);
  });
});
