"use client";

import { useQuery } from "@tanstack/react-query";
import { useConsole } from "@/components/shell/console-context";
import { ReadError } from "@/components/shell/read-error";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { SkeletonRows } from "@/components/ui/skeleton";
import { isCancelable } from "@/lib/domain/decide-cancellation";
import type { ExecutionRef } from "@/lib/domain/execution";
import { freshExecutionQuery } from "@/lib/queries/executions";
import { CancelExecutionForm } from "./cancel-execution-form";
import { EndedView } from "./ended-view";
import { ExecutionNames } from "./execution-names";

/**
 * Cancels one execution: opens on a fresh read of it, and ends in what AWS has told.
 * Mount it to open it. It is loaded on demand: see `CancelExecutionButton`.
 */
export function CancelExecutionDialog({ target, onClose }: { target: ExecutionRef; onClose: () => void }) {
  const { fleet } = useConsole();
  const read = useQuery({
    ...freshExecutionQuery(fleet.id, target),
    // One read to decide on; the list behind it goes on refreshing, this view must not shift.
    refetchInterval: false,
    refetchOnReconnect: false,
    staleTime: Infinity,
  });

  if (read.data && isCancelable(read.data.status))
    return <CancelExecutionForm first={read.data} onClose={onClose} />;
  if (read.data) return <EndedView execution={read.data} onClose={onClose} />;

  return (
    <Dialog
      title="Cancel job execution"
      description={<ExecutionNames of={target} />}
      onClose={onClose}
      footer={<Button onClick={onClose}>Close</Button>}
    >
      {read.error ? (
        <ReadError
          title="The execution could not be read"
          error={read.error}
          onRetry={() => void read.refetch()}
          retrying={read.isFetching}
        />
      ) : (
        <SkeletonRows rows={3} label="Reading the execution" />
      )}
    </Dialog>
  );
}
