import { setTimeout as wait } from "node:timers/promises";
import {
  type DataTag,
  type DefaultError,
  dehydrate,
  HydrationBoundary,
  type InfiniteData,
  QueryClient,
  type QueryKey,
} from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import type { Result } from "@/lib/core/domain/result";
import { ReadFailed } from "@/lib/client/queries/fetch-json";

/** Puts into the browser's cache what the server has read. A read that fails is left for the browser to repeat. */
export type Fill = (client: QueryClient) => Promise<void>;

/** A query of lib/client/queries. Its key carries the type of what is cached under it. */
interface KeyedQuery<Cached> {
  queryKey: DataTag<QueryKey, Cached, DefaultError>;
}

/** The value with read-only arrays: use cases return such, where schemas parse into mutable ones. */
type Unchanged<Value> = Value extends Date
  ? Date
  : Value extends readonly (infer Item)[]
    ? readonly Unchanged<Item>[]
    : Value extends object
      ? { readonly [Member in keyof Value]: Unchanged<Value[Member]> }
      : Value;

/** Reads one value. Only a `read` of the type that the browser expects under the key of `query` compiles. */
export function fillOne<Value>(
  query: KeyedQuery<Value>,
  read: () => Promise<Result<NoInfer<Unchanged<Value>>, ReadFailure>>,
): Fill {
  return (client) => client.prefetchQuery({ queryKey: query.queryKey, queryFn: () => valueOf(read) });
}

/** Reads the first page of a list. Only a `read` of the pages that the browser expects under the key compiles. */
export function fillFirstPage<ListPage>(
  query: KeyedQuery<InfiniteData<ListPage>>,
  read: () => Promise<Result<NoInfer<Unchanged<ListPage>>, ReadFailure>>,
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
 * How long a page waits for AWS: many times what a call takes within a region. A read that takes longer is not
 * aborted: the browser requests the same, joins that read, and shows a skeleton until then.
 */
const WAIT_AT_MOST_MS = 2_000;

/** Renders `children` with what `fills` read in parallel, so that the page arrives with its first rows. */
export async function Prefetched({ fills, children }: { fills: readonly Fill[]; children: ReactNode }) {
  const client = new QueryClient();
  const enough = new AbortController();
  const filled = Promise.all(fills.map((fill) => fill(client)));
  await Promise.race([filled, wait(WAIT_AT_MOST_MS, null, { signal: enough.signal }).catch(() => null)]);
  enough.abort();
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}
