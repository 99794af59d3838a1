import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import { MAX_LIVE_PAGES } from "@/components/shell/use-live-list";
import type { Page } from "@/lib/core/contracts/page";
import type { Execution, ExecutionRef, ExecutionSummary } from "@/lib/core/domain/execution";
import { executionsKey } from "@/lib/client/queries/executions";

type ExecutionList = InfiniteData<Page<ExecutionSummary>, string | null>;

/** Whether a query holds so many pages that reading them again would take the account's quota for seconds. */
export function isLongList(data: unknown): data is ExecutionList {
  return (
    typeof data === "object" &&
    data !== null &&
    "pages" in data &&
    Array.isArray(data.pages) &&
    data.pages.length > MAX_LIVE_PAGES
  );
}

/**
 * Updates one execution, as it was just read, in every long list that has it. Long lists are not read again for one
 * row.
 */
export function showInLongLists(client: QueryClient, fleetId: string, current: Execution): void {
  const { status, startedAt, lastUpdatedAt } = current;
  changeRow(client, fleetId, current, (row) => [{ ...row, status, startedAt, lastUpdatedAt }]);
}

/** Removes an execution that no longer exists from every long list. */
export function dropFromLongLists(client: QueryClient, fleetId: string, ref: ExecutionRef): void {
  changeRow(client, fleetId, ref, () => []);
}

function changeRow(
  client: QueryClient,
  fleetId: string,
  { thingName, jobId }: ExecutionRef,
  change: (row: ExecutionSummary) => ExecutionSummary[],
): void {
  const isMeant = (row: ExecutionSummary) => row.thingName === thingName && row.jobId === jobId;
  // A page without the row stays the same object, so that nothing else renders again.
  const changed = (page: Page<ExecutionSummary>) =>
    page.rows.some(isMeant)
      ? { ...page, rows: page.rows.flatMap((row) => (isMeant(row) ? change(row) : [row])) }
      : page;
  client.setQueriesData<unknown>({ queryKey: executionsKey(fleetId) }, (data: unknown) =>
    isLongList(data) ? { ...data, pages: data.pages.map(changed) } : data,
  );
}
