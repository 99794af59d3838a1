"use client";

import type { ReactNode } from "react";
import { GroupsBelowLine } from "@/components/shell/groups-below-line";
import type { SearchControl } from "@/components/shell/use-search-state";
import { ChoiceChips } from "@/components/ui/choice-chips";
import { ExactFilter } from "@/components/ui/exact-filter";
import { Select } from "@/components/ui/select";
import type { jobsFilter } from "@/lib/core/contracts/filters";
import type { GroupsBelow } from "@/lib/core/domain/groups-below";
import { JOB_STATUSES, TARGET_SELECTIONS } from "@/lib/core/domain/job";
import { NAMESPACE_PATTERN, NAMESPACE_RULE } from "@/lib/core/domain/names";
import { jobStatusWord } from "@/lib/core/format/execution-status-word";
import { JobGroupFilter } from "./job-group-filter";
import { selectionWord } from "./selection-word";

type SearchState = SearchControl<typeof jobsFilter>;

/**
 * The filters of ListJobs: one status, one target selection, one namespace, and one thing group with the groups below
 * it.
 */
export function JobFilters({
  search: { state, push },
  timesCleared,
  groupsBelow,
  children,
}: {
  search: SearchState;
  timesCleared: number;
  groupsBelow: GroupsBelow | null;
  /** The button that clears the filters, while any is on. */
  children: ReactNode;
}) {
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="xl:pt-6.5">
          <ChoiceChips
            label="Job status"
            name="job-status"
            choices={[null, ...JOB_STATUSES]}
            words={(status) => (status === null ? "All" : jobStatusWord(status))}
            chosen={state.status}
            onChange={(status) => push({ status })}
          />
        </div>
        <div className="flex min-w-0 flex-1 basis-80 flex-wrap justify-end gap-3">
          <div className="min-w-36 flex-1 sm:max-w-48">
            <Select
              label="Target selection"
              value={state.selection ?? ""}
              onChange={({ currentTarget: { value } }) =>
                push({ selection: TARGET_SELECTIONS.find((selection) => selection === value) ?? null })
              }
              options={[
                { value: "", label: "Any" },
                ...TARGET_SELECTIONS.map((value) => ({ value, label: selectionWord(value) })),
              ]}
            />
          </div>
          <div className="min-w-36 flex-1 sm:max-w-64">
            <JobGroupFilter group={state.group} onChange={(group) => push({ group })} />
          </div>
          <div className="min-w-36 flex-1 sm:max-w-48">
            <ExactFilter
              key={timesCleared} // rejected input is not in the address: only a new field is without it
              label="Namespace"
              mono
              value={state.namespace}
              onChange={(namespace) => push({ namespace })}
              rule={{ pattern: NAMESPACE_PATTERN, words: NAMESPACE_RULE }}
            />
          </div>
        </div>
      </div>
      <GroupsBelowLine what="Jobs that target" group={state.group} below={groupsBelow} />
      {children && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          {children}
          {state.group !== null && (
            <p className="text-xs text-muted">
              AWS leaves scheduled jobs out when it filters by thing group, even if they target that group
              (aws/aws-cli#8924).
            </p>
          )}
        </div>
      )}
    </div>
  );
}
