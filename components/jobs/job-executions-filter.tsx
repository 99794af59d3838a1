"use client";

import type { SearchControl } from "@/components/shell/use-search-state";
import { Panel } from "@/components/ui/panel";
import type { jobExecutionsFilter } from "@/lib/core/contracts/filters";
import type { ExecutionSummary } from "@/lib/core/domain/execution";
import type { JobCounts } from "@/lib/core/domain/job";
import { ExecutionStatusChips } from "./execution-status-chips";
import { JobCountersBar } from "./job-counters-bar";
import { ThingNameFilter } from "./thing-name-filter";
import { triesNote } from "./tries-note";

/** A job's counters, which are also its filter by status, and the filter by name. */
export function JobExecutionsFilter({
  counts,
  retries,
  all,
  search,
}: {
  counts: JobCounts | null;
  /** Whether the job retries what fails. */
  retries: boolean;
  /** All executions of the job; null while not all are loaded. */
  all: readonly ExecutionSummary[] | null;
  search: SearchControl<typeof jobExecutionsFilter>;
}) {
  const { status, name } = search.state;
  const tries = counts && triesNote(counts, retries, all);
  return (
    <Panel className="mb-3.5">
      {counts && (
        <div className="mb-3.5">
          <JobCountersBar counts={counts} />
        </div>
      )}
      <ExecutionStatusChips
        counts={counts}
        chosen={status}
        onChange={(chosen) => search.push({ status: chosen })}
      />
      <div className="mt-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-2.5">
        <p className="min-w-0 flex-1 basis-72 text-xs text-muted">
          {counts &&
            `${tries ?? (retries ? "AWS counts tries, not things." : "AWS counts executions, not things.")} Its counts follow with a delay.`}
          {status.length > 1 &&
            ` ${status.length} statuses are on: AWS lists one at a time, so ${status.length} lists are merged here.`}
        </p>
        <div className="w-full sm:w-60">
          <ThingNameFilter name={name} onChange={(text) => search.replace({ name: text })} />
        </div>
      </div>
    </Panel>
  );
}
