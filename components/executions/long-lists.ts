import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import { MAX_LIVE_PAGES } from "@/components/shell/use-live-list";
import type { Page } from "@/lib/contracts/page";
import type { Execution, ExecutionSummary } from "@/lib/domain/execution";
import { executionsKey } from "@/lib/queries/executions";

type ExecutionList = InfiniteData<Page<ExecutionSummary>, string | null>;

/** Whether a query holds so many pages that reading them all again would take the account's quota for seconds. */
export function isLongList(data: unknown): data is ExecutionList {
  return (
    typeof data === "object" &&
    data !== null &&
    "pages" in data &&
    Array.isArray(data.pages) &&
    data.pages.length > MAX_LIVE_PAGES
  );
}

/** Shows one execution as it was just read in every long list that has it: those are not read again for one row. */
export function showInLongLists(client: QueryClient, fleetId: string, current: Execution): void {
  client.setQueriesData<unknown>({ queryKey: executionsKey(fleetId) }, (data: unknown) =>
    isLongList(data) ? { ...data, pages: data.pages.map((page) => withCurrent(page, current)) } : data,
  );
}

function withCurrent(page: Page<ExecutionSummary>, current: Execution): Page<ExecutionSummary> {
  const at = page.rows.findIndex((row) => row.thingName === current.thingName && row.jobId === current.jobId);
  if (at === -1) return page;
  const { status, startedAt, lastUpdatedAt } = current;
  return { ...page, rows: page.rows.with(at, { ...page.rows[at]!, status, startedAt, lastUpdatedAt }) };
}
