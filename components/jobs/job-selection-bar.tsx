"use client";

import { BulkCancelBar } from "@/components/operations/bulk-cancel-bar";
import { wholeOfJob } from "@/components/operations/whole-selection";
import type { RowSelection } from "@/components/ui/row-selection";
import type { ExecutionSummary } from "@/lib/core/domain/execution";
import type { JobCounts } from "@/lib/core/domain/job";

/** The selection bar of a job's executions. Loaded after the page, as nothing is selected at first. */
export function JobSelectionBar({
  selection,
  jobId,
  status,
  name,
  counts,
}: {
  selection: RowSelection<ExecutionSummary>;
  jobId: string;
  status: readonly string[];
  name: string | null;
  counts: JobCounts | null;
}) {
  const whole = wholeOfJob(jobId, { status, name }, counts && ((open) => counts[open]));
  return <BulkCancelBar selection={selection} whole={whole} />;
}
