"use client";

import { Terminal } from "lucide-react";
import { useWatch } from "react-hook-form";
import * as z from "zod/mini";
import { useConsole } from "@/components/shell/console-context";
import { CopyButton } from "@/components/ui/copy-button";
import {
  type CancelExecutionCommand,
  cancelExecutionSchema,
  toCancelRequest,
} from "@/lib/core/contracts/cancel-execution";
import { toCancelCall } from "@/lib/core/domain/decide-cancellation";
import type { Execution } from "@/lib/core/domain/execution";
import { cancelCommand } from "@/lib/core/format/cancel-command";

/** The cancellation that the form would send, as a command for a terminal. */
export function CopyCancelCommand({ seen }: { seen: Execution }) {
  const { fleet } = useConsole();
  const values = useWatch<CancelExecutionCommand>();
  const command = z.safeParse(cancelExecutionSchema, values);
  const call = command.success ? toCancelCall(seen, toCancelRequest(command.data)) : null;
  return (
    <CopyButton
      variant="ghost"
      className="mr-auto -ml-3"
      icon={<Terminal aria-hidden />}
      text={call ? cancelCommand(fleet, seen, call) : ""}
      disabledReason={call ? null : "Fill in or correct the fields above first."}
    >
      Copy as AWS CLI
    </CopyButton>
  );
}
