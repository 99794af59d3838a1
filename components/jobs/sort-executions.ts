import type { ExecutionSummary } from "@/lib/core/domain/execution";
import { EXECUTION_STATUSES } from "@/lib/core/domain/execution-status";

export type ExecutionSort = "thing" | "status" | "queued" | "started" | "updated";
export type SortOrder = "asc" | "desc";

/** The key of a row. A thing whose execution was repeated may be in a list with more than one number. */
export function executionRowKey({ thingName, executionNumber }: ExecutionSummary): string {
  return executionNumber === null ? thingName : `${thingName}/${executionNumber}`;
}

/**
 * Each execution once. AWS lists status by status and page by page, so an execution that changes in between comes
 * twice. The later report takes the place of the first.
 *
 * @returns the same array where nothing comes twice
 */
export function uniqueExecutions(rows: readonly ExecutionSummary[]): readonly ExecutionSummary[] {
  const byKey = new Map<string, ExecutionSummary>();
  for (const row of rows) {
    const key = executionRowKey(row);
    const before = byKey.get(key);
    if (!before || isLater(row, before)) byKey.set(key, row);
  }
  return byKey.size === rows.length ? rows : [...byKey.values()];
}

const isLater = (row: ExecutionSummary, than: ExecutionSummary) =>
  (row.lastUpdatedAt?.getTime() ?? 0) >= (than.lastUpdatedAt?.getTime() ?? 0);

/**
 * The rows in order. Equal rows are ordered by thing, so that refreshes move nothing. Missing values come last, both
 * ways. Without a sort: AWS's order.
 *
 * 100,000 rows take some tens of milliseconds: a row's sort key is computed once, not per comparison, and names are
 * compared by code unit, which suits AWS's ASCII names and is ten times faster than a collator.
 */
export function sortExecutions(
  rows: readonly ExecutionSummary[],
  sort: ExecutionSort | null,
  order: SortOrder,
): readonly ExecutionSummary[] {
  if (sort === null) return rows;
  const sign = order === "asc" ? 1 : -1;
  if (sort === "thing") return [...rows].sort((a, b) => sign * byName(a, b));
  const keyed = rows.map((row) => ({ row, key: KEY[sort](row) }));
  keyed.sort((a, b) => byKey(a.key, b.key, sign) || byName(a.row, b.row));
  return keyed.map(({ row }) => row);
}

const statusRank = new Map<string, number>(EXECUTION_STATUSES.map((status, rank) => [status, rank]));

const KEY: Record<Exclude<ExecutionSort, "thing">, (row: ExecutionSummary) => number | null> = {
  status: ({ status }) => statusRank.get(status) ?? null,
  queued: ({ queuedAt }) => time(queuedAt),
  started: ({ startedAt }) => time(startedAt),
  updated: ({ lastUpdatedAt }) => time(lastUpdatedAt),
};

function time(date: Date | null): number | null {
  const ms = date?.getTime() ?? NaN;
  return Number.isNaN(ms) ? null : ms;
}

function byKey(a: number | null, b: number | null, sign: number): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return sign * (a - b);
}

function byName(a: ExecutionSummary, b: ExecutionSummary): number {
  if (a.thingName === b.thingName) return (a.executionNumber ?? 0) - (b.executionNumber ?? 0);
  return a.thingName < b.thingName ? -1 : 1;
}
