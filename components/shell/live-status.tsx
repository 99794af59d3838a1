"use client";

import { RefreshCw } from "lucide-react";
import { Button } from "@/components/ui/button";
import { ExactTime } from "@/components/ui/exact-time";
import type { LiveList } from "./use-live-list";

const WORDS: Record<LiveList<unknown>["liveness"], string> = {
  live: "Live",
  paused: "Paused",
  selecting: "Rows are selected: refreshes each minute",
  large: "Not live: many rows are loaded",
};

/** "Live · read 2 s ago", and a button that reads again now. What cannot be read is never called live. */
export function LiveStatus({
  list,
}: {
  list: Pick<LiveList<unknown>, "readAt" | "liveness" | "refresh" | "isRefreshing" | "error">;
}) {
  return (
    <>
      <span className="text-sm text-muted">
        {list.error ? "Cannot be read" : WORDS[list.liveness]}
        {list.readAt && (
          <>
            {list.error ? " · last read " : " · read "}
            <ExactTime date={list.readAt} focusable />
          </>
        )}
      </span>
      <Button onClick={list.refresh} pending={list.isRefreshing}>
        {!list.isRefreshing && <RefreshCw aria-hidden />}
        Refresh
      </Button>
    </>
  );
}
