"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useConsole } from "@/components/shell/console-context";
import { isStaleBuild } from "@/components/shell/is-stale-build";
import { NO_ANSWER } from "@/components/sign-in/no-answer";
import { toast } from "@/components/ui/toast";
import { controlOperationAction } from "@/lib/server/actions/control-operation";
import type { OperationControl } from "@/lib/core/permissions/control-operation";
import { operationFailureMessage } from "@/lib/core/format/operation-failure-message";
import { operationsKey } from "@/lib/client/queries/operations";

const STALE_BUILD =
  "Standdown was updated since this page was loaded. Nothing was done. Reload the page and try again.";

/** Pauses, resumes or stops an operation, says why where that was refused, and reads it again either way. */
export function useOperationControl(operationId: string) {
  const { fleet } = useConsole();
  const client = useQueryClient();
  const { mutateAsync, isPending, variables } = useMutation({
    mutationFn: (control: OperationControl) =>
      controlOperationAction({ fleetId: fleet.id, operationId, control }),
    onSuccess: (result) => {
      if (!result.ok) toast({ tone: "error", title: operationFailureMessage(result.failure) });
    },
    onError: (error) => toast({ tone: "error", title: isStaleBuild(error) ? STALE_BUILD : NO_ANSWER }),
    onSettled: () => client.invalidateQueries({ queryKey: operationsKey(fleet.id) }),
  });
  return {
    control: (control: OperationControl) => mutateAsync(control).catch(() => null),
    pending: isPending ? variables : null,
  };
}
