"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { NarrowStatus } from "@/components/executions/narrow-status";
import { RowStatus } from "@/components/executions/row-status";
import { useConsole } from "@/components/shell/console-context";
import { executionHref } from "@/components/shell/fleet-href";
import type { DataColumn } from "@/components/ui/data-column";
import { ExactTime } from "@/components/ui/exact-time";
import { Skeleton } from "@/components/ui/skeleton";
import type { Execution, ExecutionSummary } from "@/lib/core/domain/execution";
import { versionWord } from "@/lib/core/format/version-words";
import { executionQuery } from "@/lib/client/queries/executions";

/** Lists contain neither version nor details, and describing a row costs a call: so many open rows are described. */
const DESCRIBED_ROWS = 10;
const DESCRIBE_EVERY_MS = 15_000;

function jobColumn(fleetId: string): DataColumn<ExecutionSummary> {
  return {
    id: "job",
    header: "Job",
    mono: true,
    minWidth: 180,
    cell: ({ thingName, jobId, status }) => (
      <>
        <Link
          href={executionHref(fleetId, thingName, jobId)}
          prefetch={false}
          className="hover:underline"
          title={jobId}
        >
          {jobId}
        </Link>
        <NarrowStatus status={status} />
      </>
    ),
  };
}

const statusColumn = (typeName: string | null | undefined): DataColumn<ExecutionSummary> => ({
  id: "status",
  header: "Status",
  width: 192, // "In progress" and "stuck" side by side
  cell: (row) => <RowStatus execution={row} typeName={typeName} />,
});

const timeColumn = (
  id: "queuedAt" | "startedAt" | "lastUpdatedAt",
  header: string,
): DataColumn<ExecutionSummary> => ({
  id,
  header,
  width: 124,
  cell: (row) => <ExactTime date={row[id]} />,
});

/** The columns of open executions. */
export function openColumns(
  fleetId: string,
  rows: readonly ExecutionSummary[],
  typeName: string | null | undefined,
): DataColumn<ExecutionSummary>[] {
  const described = new Set(rows.slice(0, DESCRIBED_ROWS).map((row) => row.jobId));
  return [
    jobColumn(fleetId),
    statusColumn(typeName),
    timeColumn("queuedAt", "Queued"),
    timeColumn("lastUpdatedAt", "Last updated"),
    {
      id: "version",
      header: "Version",
      width: 80,
      cell: (row) => (
        <Described
          execution={row}
          enabled={described.has(row.jobId)}
          show={({ versionNumber }) => versionWord(versionNumber)}
        />
      ),
    },
    {
      id: "details",
      header: "Details",
      minWidth: 160,
      cell: (row) => (
        <Described
          execution={row}
          enabled={described.has(row.jobId)}
          show={({ statusDetails }) => {
            const words = Object.entries(statusDetails).map(([key, value]) => `${key}: ${value}`);
            return words.length === 0 ? (
              "—"
            ) : (
              <span className="font-mono">{words.join(" · ").slice(0, 300)}</span>
            );
          }}
        />
      ),
    },
  ];
}

/** The columns of executions that have ended. */
export function finishedColumns(fleetId: string): DataColumn<ExecutionSummary>[] {
  return [
    jobColumn(fleetId),
    statusColumn(null), // none of these is in progress
    timeColumn("queuedAt", "Queued"),
    timeColumn("startedAt", "Started"),
    timeColumn("lastUpdatedAt", "Last updated"),
    { id: "retry", header: "Retries", width: 90, cell: ({ retryAttempt }) => retryAttempt ?? "—" },
  ];
}

/** A fact that only DescribeJobExecution returns. */
function Described({
  execution,
  enabled,
  show,
}: {
  execution: ExecutionSummary;
  enabled: boolean;
  show: (described: Execution) => React.ReactNode;
}) {
  const { fleet } = useConsole();
  const read = useQuery({
    ...executionQuery(fleet.id, execution),
    enabled,
    refetchInterval: DESCRIBE_EVERY_MS,
    staleTime: DESCRIBE_EVERY_MS,
  });
  if (read.data) return show(read.data);
  return enabled && !read.isError ? (
    <Skeleton className="w-10" />
  ) : (
    <span className="text-muted">not read</span>
  );
}
