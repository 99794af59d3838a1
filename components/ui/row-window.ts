/** Rows by index, from `first` up to but without `end`. */
export interface RowRange {
  first: number;
  end: number;
}

/** The visible part of the scrolling box. Its header covers the first `headerHeight` pixels. */
export interface ScrollBox {
  scrollTop: number;
  height: number;
  headerHeight: number;
  rowHeight: number;
}

/** The rows in view, partly or wholly, as if the list never ended. */
export function rowsInView({ scrollTop, height, headerHeight, rowHeight }: ScrollBox): RowRange {
  const top = Math.max(0, scrollTop);
  const first = Math.floor(top / rowHeight);
  return { first, end: Math.max(first, Math.ceil((top + height - headerHeight) / rowHeight)) };
}

/** The rows to draw: those in view, and `overscan` more on either side, out of `count`. */
export function rowsToDraw({ first, end }: RowRange, count: number, overscan: number): RowRange {
  // When rows vanish below, the browser corrects the scroll position only later: until then, draw the last rows.
  const seenFirst = Math.max(0, Math.min(first, count - (end - first)));
  return {
    first: Math.max(0, seenFirst - overscan),
    end: Math.min(count, seenFirst + (end - first) + overscan),
  };
}

/** The scroll position that shows a whole row: unchanged where it shows already. */
export function scrollTopFor(
  index: number,
  { scrollTop, height, headerHeight, rowHeight }: ScrollBox,
): number {
  const highest = index * rowHeight;
  const lowest = highest + rowHeight + headerHeight - height;
  return Math.min(highest, Math.max(scrollTop, lowest));
}
