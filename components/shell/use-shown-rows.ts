"use client";

import { useState } from "react";
import type { LiveList } from "./use-live-list";

/** While all pages load, the table is updated each time that the number of rows has grown by this factor. */
const GROWTH = 1.5;

/**
 * The rows to put on the screen.
 *
 * While a request for another filter is in flight, these are the rows of the previous filter. While `growing`, they
 * grow in steps: a table of 100,000 rows takes tens of milliseconds to build, too long to repeat for each of 400 pages.
 */
export function useShownRows<Row>(
  list: Pick<LiveList<Row>, "rows" | "isLoading">,
  growing: boolean,
): readonly Row[] {
  const [shown, setShown] = useState<readonly Row[]>(list.rows);
  const next = list.isLoading || (growing && list.rows.length < shown.length * GROWTH) ? shown : list.rows;
  if (next !== shown) setShown(next);
  return next;
}
