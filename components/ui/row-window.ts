/** Rows by index, from `first` up to but without `end`. */
export interface RowRange {
  first: number;
  end: number;
}

/** What is seen of the box that scrolls: its header covers the first `headerHeight` pixels of it. */
export interface ScrollBox {
  scrollTop: number;
  height: number;
  headerHeight: number;
  rowHeight: number;
}

/** The rows that are seen, in part or whole, however many there are. */
export function rowsInView({ scrollTop, height, headerHeight, rowHeight }: ScrollBox): RowRange {
  const top = Math.max(0, scrollTop);
  const first = Math.floor(top / rowHeight);
  return { first, end: Math.max(first, Math.ceil((top + height - headerHeight) / rowHeight)) };
}

/** The rows to draw: those in view, of which there are `count`, and `overscan` more on either side. */
export function rowsToDraw({ first, end }: RowRange, count: number, overscan: number): RowRange {
  // When rows go away below, the box is told only afterwards that it scrolls less far: until then, the last ones.
  const seenFirst = Math.max(0, Math.min(first, count - (end - first)));
  return {
    first: Math.max(0, seenFirst - overscan),
    end: Math.min(count, seenFirst + (end - first) + overscan),
  };
}

/** Where to scroll so that a row is seen whole: nowhere if it is already. */
export function scrollTopFor(
  index: number,
  { scrollTop, height, headerHeight, rowHeight }: ScrollBox,
): number {
  const highest = index * rowHeight;
  const lowest = highest + rowHeight + headerHeight - height;
  return Math.min(highest, Math.max(scrollTop, lowest));
}
