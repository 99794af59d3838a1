import { ok, type Result } from "./result";

/** AWS may answer a page without rows and a token to go on with. After so many in a row the list is "none so far". */
export const MAX_EMPTY_PAGES = 10;

/** A page of a list that only goes forward. Cursor null: the list ends here. */
export interface ForwardPage<Row> {
  rows: readonly Row[];
  cursor: string | null;
  readAt: Date;
}

type ReadPage<Page, Failure> = (cursor: string | null) => Promise<Result<Page, Failure>>;

/**
 * Reads a page of a list, and reads on while it is empty and the list has not ended.
 *
 * An empty page with a token says nothing about the rows behind it, so it must not be shown as an empty list.
 *
 * @returns the first page with rows or without a cursor. After `maxPages` empty ones the last of them: its cursor is not
 *   null, so its reader can say "none so far" and offer to go on. It is as old as the oldest page that was read.
 */
export async function readOn<Page extends ForwardPage<unknown>, Failure>(
  cursor: string | null,
  read: ReadPage<Page, Failure>,
  maxPages: number = MAX_EMPTY_PAGES,
): Promise<Result<Page, Failure>> {
  let page = await read(cursor);
  if (!page.ok) return page;
  const { readAt } = page.value;
  for (let pages = 1; pages < maxPages; pages++) {
    if (page.value.rows.length > 0 || page.value.cursor === null) break;
    page = await read(page.value.cursor);
    if (!page.ok) return page;
  }
  return ok({ ...page.value, readAt });
}

/**
 * Reads all pages of a short list.
 *
 * @returns `isComplete` false: the list has more than `maxPages` pages, and the rows are only those of the first ones
 */
export async function readAll<Row, Failure>(
  read: ReadPage<ForwardPage<Row>, Failure>,
  maxPages: number = MAX_EMPTY_PAGES,
): Promise<Result<{ rows: Row[]; isComplete: boolean }, Failure>> {
  const rows: Row[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < maxPages; pages++) {
    const page: Result<ForwardPage<Row>, Failure> = await read(cursor);
    if (!page.ok) return page;
    rows.push(...page.value.rows);
    cursor = page.value.cursor;
    if (cursor === null) return ok({ rows, isComplete: true });
  }
  return ok({ rows, isComplete: false });
}
