"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { isStaleBuild } from "@/components/shell/is-stale-build";
import { requestOperationAction } from "@/lib/server/actions/request-operation";
import type { RequestOperationCommand } from "@/lib/core/contracts/request-operation";
import type { CancelPlan } from "@/lib/core/domain/cancel-plan";
import type { OperationFailure } from "@/lib/core/domain/operation";

/** The outcome of a request for an operation. `unknown`: no answer came, and the plan could not be read. */
export type RequestOutcome =
  | { kind: "started"; operationId: string }
  | { kind: "refused"; failure: OperationFailure }
  | { kind: "stale-build" }
  | { kind: "not-started" }
  | { kind: "unknown" };

/**
 * Requests the operation. The request is idempotent: a plan becomes one operation at most. If the answer is lost, the
 * plan is read again to find out whether the operation exists.
 *
 * @param readPlan reads the current plan
 */
export function useRequestOperation(readPlan: () => Promise<CancelPlan | null>) {
  const client = useQueryClient();
  const isSending = useRef(false);

  const mutation = useMutation({
    mutationFn: async (command: RequestOperationCommand): Promise<RequestOutcome> => {
      try {
        const result = await requestOperationAction(command);
        if (result.ok) return { kind: "started", operationId: result.value.operationId };
        if (result.failure.kind === "plan-used")
          return { kind: "started", operationId: result.failure.operationId };
        return { kind: "refused", failure: result.failure };
      } catch (error) {
        if (isStaleBuild(error)) return { kind: "stale-build" };
        return resolveByRead(readPlan);
      }
    },
    onSuccess: (_, { fleetId }) => void client.invalidateQueries({ queryKey: [fleetId] }),
  });

  /** Returns null while a request is in flight, such as after a double click. */
  async function request(command: RequestOperationCommand): Promise<RequestOutcome | null> {
    if (isSending.current) return null;
    isSending.current = true;
    return mutation.mutateAsync(command).finally(() => {
      isSending.current = false;
    });
  }

  return { request, isPending: mutation.isPending };
}

async function resolveByRead(readPlan: () => Promise<CancelPlan | null>): Promise<RequestOutcome> {
  const plan = await readPlan().catch(() => null);
  if (plan === null) return { kind: "unknown" };
  return plan.operationId === null
    ? { kind: "not-started" }
    : { kind: "started", operationId: plan.operationId };
}
