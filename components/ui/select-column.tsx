"use client";

import { useEffect, useRef, useSyncExternalStore } from "react";
import { CHECKBOX_CLASS } from "./checkbox-class";
import type { DataColumn } from "./data-column";
import type { RowPicking } from "./use-row-picking";
import { type Selecting, useIsPicked, useIsWholePicked } from "./use-row-selection";

const WIDTH = 44;

/** A checkbox for each row, and one in the header for all rows that can be selected. */
export function selectColumn<Row>(
  selecting: Selecting<Row>,
  rowKey: (row: Row) => string,
  rows: readonly Row[],
  gone: ReadonlySet<string>,
  picking: RowPicking<Row>,
): DataColumn<Row> {
  return {
    id: "select",
    header: "Select",
    width: WIDTH,
    headerCell: (
      <AllRowsBox
        selecting={selecting}
        pickable={countPickable(rows, selecting.whyDenied, gone, rowKey)}
        onPick={picking.all}
      />
    ),
    cell: (row) => (
      <RowBox
        selecting={selecting}
        row={row}
        rowKey={rowKey(row)}
        isGone={gone.has(rowKey(row))}
        onPick={picking.one}
      />
    ),
  };
}

/** The whole cell is a hit target, as the box is small. */
const CELL = "-mx-3 flex h-full min-h-9 items-center justify-center";

function RowBox<Row>({
  selecting: { selection, whyDenied, nameOf },
  row,
  rowKey,
  isGone,
  onPick,
}: {
  selecting: Selecting<Row>;
  row: Row;
  rowKey: string;
  isGone: boolean;
  onPick: RowPicking<Row>["one"];
}) {
  const isPicked = useIsPicked(selection, rowKey, row);
  const isWhole = useIsWholePicked(selection);
  const refusal = isGone ? "No longer in this list" : (whyDenied(row) ?? (isWhole ? WHOLE : null));
  return (
    <label
      className={CELL}
      title={refusal ?? undefined}
      // Or shift would select the text from here to the last click.
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
    >
      <input
        ref={asDrawn}
        type="checkbox"
        autoComplete="off"
        aria-label={refusal === null ? `Select ${nameOf(row)}` : `Select ${nameOf(row)}: ${refusal}`}
        checked={isPicked && !isGone}
        disabled={refusal !== null}
        onChange={({ nativeEvent }) => onPick(row, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)}
        className={CHECKBOX_CLASS}
      />
    </label>
  );
}

/**
 * Resets a tick that selected nothing: one from before the page's script ran, or one that the browser restored to
 * another row. The same function always, so that React calls it for new boxes only.
 */
function asDrawn(box: HTMLInputElement | null) {
  if (box) box.checked = box.defaultChecked;
}

const WHOLE = "All are selected. Clear that to choose single rows.";

function AllRowsBox<Row>({
  selecting: { selection },
  pickable,
  onPick,
}: {
  selecting: Selecting<Row>;
  pickable: number;
  onPick: () => void;
}) {
  const state = useSyncExternalStore(
    selection.subscribe,
    () => stateOf(selection.isWhole, selection.size, pickable),
    () => "none" as const,
  );
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => asDrawn(box.current), []);
  useEffect(() => {
    if (box.current) box.current.indeterminate = state === "some";
  }, [state]);
  return (
    <label className={CELL}>
      <input
        ref={box}
        type="checkbox"
        autoComplete="off"
        aria-label="Select all rows shown"
        checked={state === "all"}
        disabled={pickable === 0 && state === "none"}
        onChange={onPick}
        className={CHECKBOX_CLASS}
      />
    </label>
  );
}

function stateOf(isWhole: boolean, picked: number, pickable: number): "none" | "some" | "all" {
  if (isWhole) return "all";
  if (picked === 0) return "none";
  return picked >= pickable ? "all" : "some";
}

function countPickable<Row>(
  rows: readonly Row[],
  whyDenied: (row: Row) => string | null,
  gone: ReadonlySet<string>,
  rowKey: (row: Row) => string,
): number {
  let count = 0;
  for (const row of rows) if (whyDenied(row) === null && (gone.size === 0 || !gone.has(rowKey(row)))) count++;
  return count;
}
