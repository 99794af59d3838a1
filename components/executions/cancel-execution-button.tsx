"use client";

import { Button, type ButtonProps } from "@/components/ui/button";
import type { ExecutionRef } from "@/lib/core/domain/execution";
import { loadCancelDialog, whyNothingToCancel } from "./use-cancel-dialog";

/** Opens the cancel dialog for an execution. Where there is nothing to cancel, it says why. */
export function CancelExecutionButton<Target extends ExecutionRef & { status: string }>({
  execution,
  onCancel,
  ...props
}: { execution: Target; onCancel: (execution: Target) => void } & Omit<ButtonProps, "onClick">) {
  return (
    <Button
      onPointerEnter={() => void loadCancelDialog()}
      onFocus={() => void loadCancelDialog()}
      {...props}
      disabledReason={whyNothingToCancel(execution)}
      onClick={() => onCancel(execution)}
    >
      Cancel…
    </Button>
  );
}
