"use client";

import { FilterChip, FilterChips } from "@/components/ui/filter-chip";
import { EXECUTION_STATUSES, type ExecutionStatus } from "@/lib/core/domain/execution-status";
import { type JobCounts, totalExecutions } from "@/lib/core/domain/job";
import { executionStatusWord } from "@/lib/core/format/execution-status-word";

/** The filter by status, with AWS's count of each. None chosen means all. */
export function ExecutionStatusChips({
  counts,
  chosen,
  onChange,
}: {
  /** Null while the job is not read: the chips then have no counts. */
  counts: JobCounts | null;
  chosen: readonly ExecutionStatus[];
  onChange: (chosen: ExecutionStatus[]) => void;
}) {
  return (
    <FilterChips label="Execution status">
      <FilterChip
        checked={chosen.length === 0}
        onChange={() => onChange([])}
        count={counts && totalExecutions(counts)}
      >
        All
      </FilterChip>
      {EXECUTION_STATUSES.map((status) => {
        const isOn = chosen.includes(status);
        return (
          <FilterChip
            key={status}
            checked={isOn}
            onChange={() =>
              onChange(EXECUTION_STATUSES.filter((one) => (one === status ? !isOn : chosen.includes(one))))
            }
            count={counts?.[status]}
          >
            <span className={counts?.[status] === 0 && !isOn ? "text-muted" : ""}>
              {executionStatusWord(status)}
            </span>
          </FilterChip>
        );
      })}
    </FilterChips>
  );
}
