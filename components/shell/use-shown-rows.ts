"use client";

import { useState } from "react";
import type { LiveList } from "./use-live-list";

/** While all pages are loaded one after another, the table gets them each time there are this many times more. */
const GROWTH = 1.5;

/**
 * The rows to put on the screen.
 *
 * While the answer to another question is on its way, those of the question before. While `growing`, in steps:
 * a table of 100,000 rows takes tens of milliseconds to build, too long to do for each of 400 pages.
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
