"use client";

import { useEffect, useRef, useState } from "react";

/** Makes the row at an index the active one. The function stays the same, so that rows need no new render for it. */
export function useActivateRow<Row>(
  rows: readonly Row[],
  onActivate: (row: Row) => void,
): (index: number) => void {
  const latest = useRef({ rows, onActivate });
  useEffect(() => {
    latest.current = { rows, onActivate };
  });
  const [activate] = useState(() => (index: number) => {
    const row = latest.current.rows[index];
    if (row !== undefined) latest.current.onActivate(row);
  });
  return activate;
}
