"use client";

import { Button } from "@/components/ui/button";
import { countOf } from "@/lib/core/format/count";
import type { LiveList } from "./use-live-list";

/** How much is loaded. Never an invented total: AWS reports none. */
export function ListFooter({
  list,
  one,
  many,
}: {
  list: Pick<LiveList<unknown>, "rows" | "hasMore" | "loadMore" | "isLoadingMore" | "isLoading" | "readAt">;
  one: string;
  /** The plural, where it is not `one` with an s. */
  many?: string;
}) {
  if (list.isLoading) return <>Loading…</>;
  if (list.readAt === null) return <>Nothing could be read.</>;
  const words = `${countOf(list.rows.length, one, many)} loaded`;
  if (!list.hasMore) return <>{words}: these are all.</>;
  return (
    <span className="flex flex-wrap items-center justify-between gap-2">
      <span>{words}, more to come.</span>
      <Button size="sm" onClick={() => void list.loadMore()} pending={list.isLoadingMore}>
        Load more
      </Button>
    </span>
  );
}
