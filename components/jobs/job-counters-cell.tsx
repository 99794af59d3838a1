"use client";

import { useQuery } from "@tanstack/react-query";
import { useConsole } from "@/components/shell/console-context";
import { toFailure } from "@/components/shell/read-error";
import { Skeleton } from "@/components/ui/skeleton";
import { useTip } from "@/components/ui/tip";
import { readFailureMessage } from "@/lib/core/format/read-failure-message";
import { jobCountersQuery } from "@/lib/client/queries/jobs";
import { countersWords } from "./counters-words";
import { JobCountersBar } from "./job-counters-bar";

/**
 * A job's executions by status, and its namespace, which no list contains. One DescribeJob a row, so only for rows in
 * view.
 */
export function JobCountersCell({ jobId, inView }: { jobId: string; inView: boolean }) {
  const { fleet } = useConsole();
  const read = useQuery({ ...jobCountersQuery(fleet.id, jobId), enabled: inView });

  if (read.data) {
    const { counts, namespaceId } = read.data;
    const words = countersWords(counts);
    return (
      <span
        className="flex items-center gap-3"
        title={namespaceId === null ? words : `Namespace ${namespaceId}: ${words}`}
      >
        <span className="w-18 shrink-0">
          <JobCountersBar counts={counts} />
        </span>
        {namespaceId !== null && (
          <span className="max-w-40 min-w-16 truncate font-mono text-xs text-muted">
            <span className="sr-only">namespace </span>
            {namespaceId}
          </span>
        )}
        <span className="min-w-0 truncate tabular-nums">{words}</span>
      </span>
    );
  }
  if (read.error) return <NotRead reason={readFailureMessage(toFailure(read.error))} />;
  return (
    <span className="flex items-center gap-3">
      <Skeleton className="h-2 w-18 shrink-0" />
      <Skeleton className="w-40" />
    </span>
  );
}

function NotRead({ reason }: { reason: string }) {
  const { target, tip } = useTip(reason);
  return (
    <span
      {...target}
      tabIndex={0}
      className="rounded-xs text-muted underline decoration-dotted underline-offset-2"
    >
      not read
      <span className="sr-only">: {reason}</span>
      {tip}
    </span>
  );
}
