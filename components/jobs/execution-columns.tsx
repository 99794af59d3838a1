"use client";

import { Cpu } from "lucide-react";
import Link from "next/link";
import { NarrowStatus } from "@/components/executions/narrow-status";
import { RowStatus } from "@/components/executions/row-status";
import { executionHref, thingHref } from "@/components/shell/fleet-href";
import type { DataColumn } from "@/components/ui/data-column";
import { ExactTime } from "@/components/ui/exact-time";
import type { ExecutionSummary } from "@/lib/core/domain/execution";

/** The columns of a job's executions. Their ids are the values of `sort` in the URL. */
export function executionColumns(fleetId: string): DataColumn<ExecutionSummary>[] {
  return [
    {
      id: "thing",
      header: "Thing",
      mono: true,
      minWidth: 200,
      sortable: true,
      cell: (execution) => <ThingCell fleetId={fleetId} execution={execution} />,
    },
    {
      id: "status",
      header: "Status",
      width: 192, // "In progress" and "stuck" side by side
      sortable: true,
      cell: (execution) => <RowStatus execution={execution} />,
    },
    {
      id: "queued",
      header: "Queued",
      width: 124,
      sortable: true,
      cell: ({ queuedAt }) => <ExactTime date={queuedAt} />,
    },
    {
      id: "started",
      header: "Started",
      width: 124,
      sortable: true,
      cell: ({ startedAt }) => <ExactTime date={startedAt} />,
    },
    {
      id: "updated",
      header: "Last updated",
      width: 124,
      sortable: true,
      cell: ({ lastUpdatedAt }) => <ExactTime date={lastUpdatedAt} />,
    },
    {
      id: "number",
      header: "Execution",
      width: 102, // fits a window of 1,280 px together with the others
      cell: ({ executionNumber, retryAttempt }) => (
        <>
          {executionNumber ?? "—"}
          {retryAttempt !== null && retryAttempt > 0 && (
            <span className="text-muted"> · retry {retryAttempt}</span>
          )}
        </>
      ),
    },
  ];
}

function ThingCell({ fleetId, execution }: { fleetId: string; execution: ExecutionSummary }) {
  const { thingName, jobId, status } = execution;
  if (thingName === "") return <span className="text-muted">not named</span>;
  return (
    <span className="flex min-w-0 items-center gap-2">
      <span className="flex min-w-0 flex-col">
        <Link
          href={executionHref(fleetId, thingName, jobId)}
          prefetch={false}
          title={thingName}
          className="truncate hover:underline"
        >
          {thingName}
        </Link>
        <NarrowStatus status={status} />
      </span>
      <Link
        href={thingHref(fleetId, thingName)}
        prefetch={false}
        aria-label={`Thing ${thingName}`}
        title="To the thing"
        className="shrink-0 rounded-xs p-0.5 text-muted hover:text-ink"
      >
        <Cpu aria-hidden className="size-3.5" />
      </Link>
    </span>
  );
}
