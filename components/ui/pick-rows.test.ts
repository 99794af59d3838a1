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

  test("a range passes over what cannot be selected, in both directions", () => {
    const selection = new RowSelection<string>();
    pickRow(selection, ROWS, "d", false);
    pickRow(selection, ROWS, "a", true);
    expect(picked(selection)).toBe("abd");
  });

  test("a range takes the state of the row it ends at, and goes on from there", () => {
    const selection = new RowSelection<string>();
    pickAllRows(selection, ROWS);
    pickRow(selection, ROWS, "a", false);
    pickRow(selection, ROWS, "d", true);
    expect(picked(selection)).toBe("e");
    pickRow(selection, ROWS, "e", true);
    expect(picked(selection)).toBe("");
  });

  test("a range from a row that left the table is that row alone", () => {
    const selection = new RowSelection<string>();
    pickRow(selection, ROWS, "a", false);
    pickRow(selection, table("d", "e"), "e", true);
    expect(picked(selection)).toBe("ae");
  });
});

test("a whole is not taken apart row by row", () => {
  const selection = new RowSelection<string>();
  selection.pickWhole("all", () => true);
  pickRow(selection, ROWS, "a", false);
  expect(selection.isWhole).toBe(true);
});

describe("pickAllRows", () => {
  test("ticks all that can be, keeps what is ticked, and clears when all are", () => {
    const selection = new RowSelection<string>();
    pickRow(selection, ROWS, "b", false);
    pickAllRows(selection, ROWS);
    expect(picked(selection)).toBe("abde");
    pickAllRows(selection, ROWS);
    expect(selection.isEmpty).toBe(true);
  });

  test("clears a whole", () => {
    const selection = new RowSelection<string>();
    selection.pickWhole("all", () => true);
    pickAllRows(selection, ROWS);
    expect(selection.isEmpty).toBe(true);
  });
});
