import { setTimeout as wait } from "node:timers/promises";
import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import type { Result } from "@/lib/core/domain/result";
import { ReadFailed } from "@/lib/client/queries/fetch-json";

/** Fills a query of the browser with what the server has read already; a failure is left for the browser to meet. */
export type Fill = (client: QueryClient) => Promise<void>;

interface One {
  queryKey: readonly unknown[];
}

/** Reads one value. @param query from lib/client/queries, for its key */
export function fillOne<Value>(query: One, read: () => Promise<Result<Value, ReadFailure>>): Fill {
  return (client) => client.prefetchQuery({ queryKey: query.queryKey, queryFn: () => valueOf(read) });
}

/** Reads the first page of a list. @param query from lib/client/queries, for its key */
export function fillFirstPage<ListPage>(
  query: One,
  read: () => Promise<Result<ListPage, ReadFailure>>,
): Fill {
  return (client) =>
    client.prefetchInfiniteQuery({
      queryKey: query.queryKey,
      queryFn: () => valueOf(read),
      initialPageParam: null,
    });
}

async function valueOf<Value>(read: () => Promise<Result<Value, ReadFailure>>): Promise<Value> {
  const result = await read();
  if (!result.ok) throw new ReadFailed(result.failure);
  return result.value;
}

/**
 * A page waits so long for what AWS is asked, many times what it takes within a region. What takes longer is not
 * given up: the browser asks for it, joins the read that is under way, and shows until then that it is on its way.
 */
const WAIT_AT_MOST_MS = 2_000;

/** Renders `children` with what `fills` have read, all side by side, so that the page comes with its first rows. */
export async function Prefetched({ fills, children }: { fills: readonly Fill[]; children: ReactNode }) {
  const client = new QueryClient();
  const enough = new AbortController();
  const filled = Promise.all(fills.map((fill) => fill(client)));
  await Promise.race([filled, wait(WAIT_AT_MOST_MS, null, { signal: enough.signal }).catch(() => null)]);
  enough.abort();
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}
