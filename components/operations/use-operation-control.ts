"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useConsole } from "@/components/shell/console-context";
import { NO_ANSWER } from "@/components/sign-in/no-answer";
import { toast } from "@/components/ui/toast";
import { pauseOperationAction } from "@/lib/server/actions/pause-operation";
import { resumeOperationAction } from "@/lib/server/actions/resume-operation";
import { stopOperationAction } from "@/lib/server/actions/stop-operation";
import type { OperationControl } from "@/lib/core/permissions/control-operation";
import { operationFailureMessage } from "@/lib/core/format/operation-failure-message";
import { operationsKey } from "@/lib/client/queries/operations";

const ACTION = { pause: pauseOperationAction, resume: resumeOperationAction, stop: stopOperationAction };

/** Pauses, resumes or stops an operation, says why where that was refused, and reads it again either way. */
export function useOperationControl(operationId: string) {
  const { fleet } = useConsole();
  const client = useQueryClient();
  const { mutateAsync, isPending, variables } = useMutation({
    mutationFn: (control: OperationControl) => ACTION[control]({ fleetId: fleet.id, operationId }),
    onSuccess: (result) => {
      if (!result.ok) toast({ tone: "error", title: operationFailureMessage(result.failure) });
    },
    onError: () => toast({ tone: "error", title: NO_ANSWER }),
    onSettled: () => client.invalidateQueries({ queryKey: operationsKey(fleet.id) }),
  });
  return {
    control: (control: OperationControl) => mutateAsync(control).catch(() => null),
    pending: isPending ? variables : null,
  };
}
