"use client";

import { Button, type ButtonProps } from "@/components/ui/button";
import { isCancelable } from "@/lib/domain/decide-cancellation";
import type { ExecutionRef } from "@/lib/domain/execution";
import { executionStatusWord } from "@/lib/format/execution-status-word";
import { loadCancelDialog } from "./use-cancel-dialog";

/** Opens the cancel dialog for an execution; where there is nothing to cancel, it says why. */
export function CancelExecutionButton<Target extends ExecutionRef & { status: string }>({
  execution,
  onCancel,
  ...props
}: { execution: Target; onCancel: (execution: Target) => void } & Omit<ButtonProps, "onClick">) {
  const reason = isCancelable(execution.status)
    ? null
    : `${executionStatusWord(execution.status)}: there is nothing to cancel.`;

  return (
    <Button
      onPointerEnter={() => void loadCancelDialog()}
      onFocus={() => void loadCancelDialog()}
      {...props}
      disabledReason={reason}
      onClick={() => onCancel(execution)}
    >
      Cancel…
    </Button>
  );
}
