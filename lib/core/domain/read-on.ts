import { ok, type Result } from "./result";

/**
 * AWS may cut any page short, or leave it empty, and send a token to continue with. This many pages are read in a row.
 * If all of them were empty, the list is "none so far".
 */
export const MAX_SHORT_PAGES = 10;

/** As many rows as fill a screen. */
const ENOUGH_ROWS = 25;

/** A page of a list that only goes forward. Cursor null: the list ends here. */
export interface ForwardPage<Row> {
  rows: readonly Row[];
  cursor: string | null;
  readAt: Date;
}

type ReadPage<Page, Failure> = (cursor: string | null) => Promise<Result<Page, Failure>>;

/**
 * Reads a page of a list, and more pages while it is short and the list goes on.
 *
 * An empty page with a token says nothing about the rows after it, so it must not be shown as an empty list. A page of
 * three rows would be shown as a short list with a button below, though there may be hundreds.
 *
 * @returns the rows of all pages that were read, as old as the first page, also where the next one failed. After
 * `maxPages` empty pages there are no rows and the cursor is not null: the caller can say "none so far" and offer to
 * continue
 */
export async function readOn<Page extends ForwardPage<unknown>, Failure>(
  cursor: string | null,
  read: ReadPage<Page, Failure>,
  maxPages: number = MAX_SHORT_PAGES,
): Promise<Result<Page, Failure>> {
  let page = await read(cursor);
  if (!page.ok) return page;
  const { readAt } = page.value;
  const rows = [...page.value.rows];
  for (let pages = 1; pages < maxPages; pages++) {
    if (rows.length >= ENOUGH_ROWS || page.value.cursor === null) break;
    const next = await read(page.value.cursor);
    if (!next.ok && rows.length > 0) break;
    if (!next.ok) return next;
    page = next;
    rows.push(...page.value.rows);
  }
  return ok({ ...page.value, rows, readAt });
}

/**
 * Reads all pages of a short list.
 *
 * @param enoughRows no page is read after this many rows
 * @returns `isComplete` false: the list has more rows than that, or more than `maxPages` pages, and these are only its
 * first
 */
export async function readAll<Row, Failure>(
  read: ReadPage<ForwardPage<Row>, Failure>,
  maxPages: number = MAX_SHORT_PAGES,
  enoughRows = Infinity,
): Promise<Result<{ rows: Row[]; isComplete: boolean }, Failure>> {
  const rows: Row[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < maxPages && rows.length < enoughRows; pages++) {
    const page: Result<ForwardPage<Row>, Failure> = await read(cursor);
    if (!page.ok) return page;
    rows.push(...page.value.rows);
    cursor = page.value.cursor;
    if (cursor === null) return ok({ rows, isComplete: true });
  }
  return ok({ rows, isComplete: false });
}
