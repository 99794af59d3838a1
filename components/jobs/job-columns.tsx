"use client";

import Link from "next/link";
import { jobHref } from "@/components/shell/fleet-href";
import type { DataColumn } from "@/components/ui/data-column";
import { ExactTime } from "@/components/ui/exact-time";
import type { JobSummary } from "@/lib/core/domain/job";
import { JobCountersCell } from "./job-counters-cell";
import { JobStatusBadge } from "./job-status-badge";
import { selectionWord } from "./selection-word";

/** The columns of the list of jobs. @param inView ids of the jobs whose counters may be read */
export function jobColumns(fleetId: string, inView: ReadonlySet<string>): DataColumn<JobSummary>[] {
  return [
    {
      id: "job",
      header: "Job",
      mono: true,
      width: 240,
      cell: ({ jobId }) => (
        <Link href={jobHref(fleetId, jobId)} prefetch={false} title={jobId} className="hover:underline">
          {jobId}
        </Link>
      ),
    },
    { id: "status", header: "Status", width: 190, cell: (job) => <JobStatusBadge job={job} /> },
    {
      id: "selection",
      header: "Selection",
      width: 100,
      cell: ({ targetSelection }) => selectionWord(targetSelection),
    },
    {
      id: "created",
      header: "Created",
      width: 118,
      cell: ({ createdAt }) => <ExactTime date={createdAt} />,
    },
    {
      id: "completed",
      header: "Completed",
      width: 118,
      cell: ({ completedAt }) => <ExactTime date={completedAt} />,
    },
    {
      id: "executions",
      header: "Executions",
      minWidth: 240, // fits a window of 1,280 px together with the others
      cell: ({ jobId }) => <JobCountersCell jobId={jobId} inView={inView.has(jobId)} />,
    },
  ];
}
