"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { Button, type ButtonProps } from "@/components/ui/button";
import { isCancelable } from "@/lib/domain/decide-cancellation";
import type { ExecutionRef } from "@/lib/domain/execution";
import { executionStatusWord } from "@/lib/format/execution-status-word";

const loadDialog = () => import("./cancel-execution-dialog").then((module) => module.CancelExecutionDialog);
const CancelExecutionDialog = dynamic(loadDialog, { ssr: false });

/** Opens the cancel dialog. Its code comes on demand, and is fetched as soon as someone reaches for the button. */
export function CancelExecutionButton({
  execution,
  ...props
}: { execution: ExecutionRef & { status: string } } & Omit<ButtonProps, "onClick">) {
  const [isOpen, setOpen] = useState(false);
  const reason = isCancelable(execution.status)
    ? null
    : `${executionStatusWord(execution.status)}: there is nothing to cancel.`;

  return (
    <>
      <Button
        onPointerEnter={() => void loadDialog()}
        onFocus={() => void loadDialog()}
        {...props}
        disabledReason={reason}
        onClick={() => setOpen(true)}
      >
        Cancel…
      </Button>
      {isOpen && <CancelExecutionDialog target={execution} onClose={() => setOpen(false)} />}
    </>
  );
}
