import { describe, expect, test, vi } from "vitest";
import { RowSelection } from "./row-selection";

type Row = { id: string; open: boolean };

const row = (id: string, open = true): Row => ({ id, open });
const entries = (...rows: Row[]) => rows.map((each) => [each.id, each] as const);
const fresh = (...rows: Row[]) => new Map(entries(...rows));
const isRefused = ({ open }: Row) => !open;

function picked(...rows: Row[]) {
  const selection = new RowSelection<Row>();
  selection.pick(entries(...rows), true);
  return selection;
}

describe("RowSelection", () => {
  test("picks and unpicks rows, and notifies its listeners", () => {
    const selection = new RowSelection<Row>();
    const listener = vi.fn();
    const leave = selection.subscribe(listener);

    selection.pick(entries(row("a"), row("b")), true);
    selection.pick(entries(row("a")), false);

    expect(selection.rows().map(({ id }) => id)).toEqual(["b"]);
    expect(selection.has("b", row("b"))).toBe(true);
    expect(listener).toHaveBeenCalledTimes(2);
    leave();
    selection.clear();
    expect(listener).toHaveBeenCalledTimes(2);
    expect(selection.isEmpty).toBe(true);
  });

  test("after a refresh holds the rows as they are now, and counts those it dropped", () => {
    const selection = picked(row("a"), row("ended"), row("gone"));

    selection.refresh(fresh(row("a"), row("ended", false), row("new")), isRefused);

    expect(selection.rows()).toEqual([row("a")]);
    expect(selection.dropped).toEqual({ refused: 1, gone: 1, whole: false });
  });

  test("adds up what several refreshes dropped, until the person changes the selection", () => {
    const selection = picked(row("a"), row("b"), row("c"));

    selection.refresh(fresh(row("a"), row("b")), isRefused);
    selection.refresh(fresh(row("a"), row("b", false)), isRefused);
    expect(selection.dropped).toEqual({ refused: 1, gone: 1, whole: false });

    selection.pick(entries(row("d")), true);
    expect(selection.dropped).toEqual({ refused: 0, gone: 0, whole: false });
  });

  test("a refresh that drops nothing notifies nobody", () => {
    const selection = picked(row("a"));
    const before = selection.dropped;
    const listener = vi.fn();
    selection.subscribe(listener);

    selection.refresh(fresh(row("a"), row("b")), isRefused);

    expect(listener).not.toHaveBeenCalled();
    expect(selection.dropped).toBe(before);
  });

  test("a selection of everything ticks what it covers and no other, and no refresh changes it", () => {
    const selection = picked(row("a"));
    selection.pickWhole("all", ({ open }) => open);
    selection.dropOtherWhole("all");

    selection.refresh(fresh(), isRefused);

    expect(selection.isWhole).toBe(true);
    expect(selection.isEmpty).toBe(false);
    expect(selection.size).toBe(0);
    expect(selection.has("never seen", row("never seen"))).toBe(true);
    expect(selection.has("ended", row("ended", false))).toBe(false);
  });

  test("another filter drops the selection of everything, and says so", () => {
    const selection = new RowSelection<Row>();
    selection.pickWhole("all queued", () => true);

    selection.dropOtherWhole("all in progress");

    expect(selection.isEmpty).toBe(true);
    expect(selection.dropped).toEqual({ refused: 0, gone: 0, whole: true });
  });

  test("picking a row ends the selection of everything: just this row is selected", () => {
    const selection = new RowSelection<Row>();
    selection.pickWhole("all", () => true);

    selection.pick(entries(row("a")), true);

    expect(selection.isWhole).toBe(false);
    expect(selection.rows()).toEqual([row("a")]);
  });
});
