"use client";

import { useState } from "react";
import { type SteadyRows, steadyRows } from "./steady-rows";

/**
 * Rows that do not move while `held`. A new `viewKey` (another filter, another order) shows the new rows at once.
 *
 * `rows` must be the same array until it holds other rows: an array built on each render would render forever.
 */
export function useSteadyRows<Row>(
  rows: readonly Row[],
  rowKey: (row: Row) => string,
  held: boolean,
  viewKey = "",
): SteadyRows<Row> {
  const [steady, setSteady] = useState(() => ({
    rows,
    held,
    viewKey,
    shown: steadyRows([], rows, rowKey, false),
  }));
  if (steady.rows === rows && steady.held === held && steady.viewKey === viewKey) return steady.shown;
  const shown = steadyRows(steady.shown.rows, rows, rowKey, held && steady.viewKey === viewKey);
  setSteady({ rows, held, viewKey, shown });
  return shown;
}
