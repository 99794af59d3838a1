"use client";

import { NoneSoFar } from "@/components/shell/none-so-far";
import type { SearchControl } from "@/components/shell/use-search-state";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import type { jobExecutionsFilter } from "@/lib/core/contracts/filters";

/**
 * Why the table is empty: no execution matches the name, only empty pages came so far, none has the status, or there is
 * none.
 */
export function NoExecutions({
  search,
  loaded,
  hasMore,
}: {
  search: SearchControl<typeof jobExecutionsFilter>;
  loaded: number;
  hasMore: boolean;
}) {
  const { name, status } = search.state;
  const clear = <Button onClick={() => search.push({ name: null, status: [] })}>Clear filters</Button>;

  if (name !== null && loaded > 0)
    return (
      <EmptyState title="No thing of that name among the executions loaded" action={clear}>
        {hasMore
          ? "There are more to load: “Load all” below searches them too."
          : "All of them are loaded. Part of a thing's name is enough, in upper or lower case."}
      </EmptyState>
    );
  if (hasMore) return <NoneSoFar action={(name !== null || status.length > 0) && clear} />;
  if (status.length > 0)
    return <EmptyState title="No execution of this job has that status" action={clear} />;
  return (
    <EmptyState title="This job has no executions">
      AWS creates them when the job starts, for the things that are its targets; a scheduled job has none yet.
    </EmptyState>
  );
}
