"use client";

import type { SearchControl } from "@/components/shell/use-search-state";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useNow } from "@/components/ui/now";
import { NO_TRIAGE_FILTER, type TriageFilter, type triageState } from "@/lib/core/contracts/triage-filter";
import type { IndexAge } from "@/lib/core/domain/triage";
import { indexAgeSentence } from "@/lib/core/format/index-age-words";

/** Why the list is empty: the filters, or nothing is stuck as far as the index knows. */
export function NothingStuck({
  search,
  filter,
  age,
}: {
  search: SearchControl<typeof triageState>;
  filter: TriageFilter;
  age: IndexAge | null;
}) {
  const now = new Date(useNow());
  const isFiltered = Object.keys(NO_TRIAGE_FILTER).some(
    (name) => filter[name as keyof TriageFilter] !== null,
  );
  const read = age ? indexAgeSentence(age, now) : "";
  if (isFiltered)
    return (
      <EmptyState
        title="Nothing matches these filters"
        action={<Button onClick={() => search.push(NO_TRIAGE_FILTER)}>Clear filters</Button>}
      >
        {read}
        {filter.thing !== null && " Names are case-sensitive."}
      </EmptyState>
    );
  const ofWhat = age?.jobsRefused ? " in what can be read" : "";
  const title = age?.completeAt ? `${EMPTY[filter.state]}${ofWhat}` : "Nothing found yet";
  return <EmptyState title={title}>{read}</EmptyState>;
}

const EMPTY = {
  stuck: "Nothing is stuck",
  waiting: "Nothing waits too long",
  both: "Nothing is stuck",
} as const;
