"use client";

import { useEffect, useRef, useState } from "react";
import { type PickableRows, pickAllRows, pickRow } from "./pick-rows";
import type { Selecting } from "./use-row-selection";

export interface RowPicking<Row> {
  one: (row: Row, range: boolean) => void;
  all: () => void;
}

/** Functions that tick rows of the table. They stay the same, so that rows need no new render for them. */
export function useRowPicking<Row>(
  selecting: Selecting<Row> | undefined,
  rows: readonly Row[],
  gone: ReadonlySet<string>,
  rowKey: (row: Row) => string,
): RowPicking<Row> {
  const latest = useRef({ selecting, rows, gone, rowKey });
  useEffect(() => {
    latest.current = { selecting, rows, gone, rowKey };
  });
  const [picking] = useState((): RowPicking<Row> => {
    const table = (): PickableRows<Row> => {
      const now = latest.current;
      const isGone = (row: Row) => now.gone.size > 0 && now.gone.has(now.rowKey(row));
      const canPick = (row: Row) => now.selecting?.whyDenied(row) === null && !isGone(row);
      return { rows: now.rows, rowKey: now.rowKey, canPick };
    };
    const selection = () => latest.current.selecting?.selection;
    return {
      one: (row, range) => void (selection() && pickRow(selection()!, table(), row, range)),
      all: () => void (selection() && pickAllRows(selection()!, table())),
    };
  });
  return picking;
}
