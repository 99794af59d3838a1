"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useConsole } from "@/components/shell/console-context";
import { ReadError } from "@/components/shell/read-error";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { SkeletonRows } from "@/components/ui/skeleton";
import { isCancelable } from "@/lib/core/domain/decide-cancellation";
import type { Execution, ExecutionRef } from "@/lib/core/domain/execution";
import { freshExecutionQuery } from "@/lib/client/queries/executions";
import { CancelExecutionForm } from "./cancel-execution-form";
import { EndedView } from "./ended-view";
import { ExecutionNames } from "./execution-names";
import type { CancelDraft } from "./use-cancel-form";

/**
 * Cancels one execution: starts with a fresh read of it, and ends with what AWS has confirmed. Mount it to open it. It
 * is loaded on demand: see `CancelExecutionButton`.
 */
export function CancelExecutionDialog({
  target,
  draft,
  onClose,
}: {
  target: ExecutionRef;
  draft?: CancelDraft;
  onClose: () => void;
}) {
  const { fleet } = useConsole();
  const read = useQuery(freshExecutionQuery(fleet.id, target));

  // The person decides on the first read. Later reads do not replace it.
  const [first, setFirst] = useState<Execution | null>(null);
  if (read.data && read.isFetchedAfterMount && first === null) setFirst(read.data);

  if (first && isCancelable(first.status))
    return <CancelExecutionForm first={first} draft={draft} onClose={onClose} />;
  if (first) return <EndedView execution={first} onClose={onClose} />;

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
