import type { Page } from "@/lib/core/contracts/page";
import type { ExecutionSummary } from "@/lib/core/domain/execution";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";

type StatusPage = Result<Page<ExecutionSummary>, ReadFailure>;

/**
 * Reads one page of several statuses. AWS filters by one status a call, so the next page of each status that has more is
 * read in parallel, and the rows are concatenated.
 *
 * The cursor holds one token of AWS for each status that has more. If one call fails, the page fails: rows of some of
 * the statuses would look like all of them.
 *
 * @param statuses in the order of an execution's life, or `[null]` for all of them in one call
 */
export async function readStatusPages(
  statuses: readonly (string | null)[],
  cursor: string | null,
  read: (status: string | null, token: string | null) => Promise<StatusPage>,
): Promise<StatusPage> {
  const wanted =
    cursor === null ? statuses.map((status) => ({ status, token: null })) : unpackCursor(cursor, statuses);
  if (wanted === null) return fail(UNREADABLE_CURSOR);

  const pages = await Promise.all(wanted.map(({ status, token }) => read(status, token)));
  const rows: ExecutionSummary[] = [];
  const next: [string | null, string][] = [];
  let readAt = new Date();
  for (const [index, page] of pages.entries()) {
    if (!page.ok) return page;
    rows.push(...page.value.rows);
    if (page.value.readAt < readAt) readAt = page.value.readAt;
    if (page.value.cursor !== null) next.push([wanted[index]!.status, page.value.cursor]);
  }
  return ok({
    rows: pages.length > 1 ? latestOfEach(rows) : rows,
    cursor: next.length > 0 ? packCursor(next) : null,
    readAt,
  });
}

/** An execution that changes its status between the calls is in two of the answers. The later status counts. */
function latestOfEach(rows: readonly ExecutionSummary[]): ExecutionSummary[] {
  const latest = new Map<string, ExecutionSummary>();
  for (const row of rows) latest.set(`${row.thingName}/${row.jobId}/${row.executionNumber}`, row);
  return [...latest.values()];
}

const UNREADABLE_CURSOR: ReadFailure = {
  kind: "invalid-request",
  api: "the console",
  message: "The place to go on from is not one that this list gave out. Load the list again.",
};

function packCursor(tokens: readonly [string | null, string][]): string {
  return Buffer.from(JSON.stringify(tokens)).toString("base64url");
}

/** Null: it is not one of our cursors, or it is one of other statuses. */
function unpackCursor(cursor: string, statuses: readonly (string | null)[]) {
  try {
    const tokens: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (!Array.isArray(tokens) || tokens.length === 0 || tokens.length > statuses.length) return null;
    const wanted = tokens.map((entry: unknown) => {
      const [status, token] = entry as [unknown, unknown];
      if (!statuses.includes(status as string | null) || typeof token !== "string") throw new TypeError();
      return { status: status as string | null, token };
    });
    return new Set(wanted.map(({ status }) => status)).size === wanted.length ? wanted : null;
  } catch {
    return null;
  }
}
