import type { Page } from "@/lib/core/contracts/page";
import type { ExecutionSummary } from "@/lib/core/domain/execution";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";

type StatusPage = Result<Page<ExecutionSummary>, ReadFailure>;

/**
 * One page of several statuses. AWS filters by one status a call, so each status that has
 * more is asked for its next page, side by side, and the answers stand one after another.
 *
 * The cursor packs one token of AWS per status that goes on. One failing call fails the
 * page: rows of only some of the statuses asked for would look like all of them.
 *
 * @param statuses one or more, or `[null]` for all of them in one call
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

/**
 * An execution that moves on between the calls stands in two of the answers: the later status counts.
 * So statuses are asked for in the order of an execution's life.
 */
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

/** Null when it is not a cursor of ours, or one of other statuses than are asked for. */
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
