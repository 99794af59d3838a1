"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef } from "react";
import { useConsole } from "@/components/shell/console-context";
import { isOldPage } from "@/components/shell/is-old-page";
import { planCancellationAction } from "@/lib/server/actions/plan-cancellation";
import { stopPlanAction } from "@/lib/server/actions/stop-plan";
import { planCancellationSchema } from "@/lib/core/contracts/plan-cancellation";
import type { CancelPlan } from "@/lib/core/domain/cancel-plan";
import type { CancelSelector, OperationFailure } from "@/lib/core/domain/operation";
import { cancelPlanQuery } from "@/lib/client/queries/cancel-plan";

/** Smooth enough for a bar that moves for a minute, and one small row a read. */
const WHILE_RESOLVING_MS = 700;
/** So that one sees that it has expired, or that somebody used it in another tab. */
const WHILE_READY_MS = 10_000;

/** No plan, for an expected reason; `failure` says which. It travels as an error because that is TanStack's channel. */
export class PlanNotTaken extends Error {
  override name = "PlanNotTaken";
  readonly failure: OperationFailure;

  constructor(failure: OperationFailure) {
    super(failure.kind);
    this.failure = failure;
  }
}

/** The plan of a question: taken when the dialog opens, and followed until it is used. */
export function usePlan(question: CancelSelector) {
  const { fleet } = useConsole();
  const hasLeft = useRef(false);
  const taking = useMutation({
    mutationFn: async () => {
      const result = await planCancellationAction(
        planCancellationSchema.parse({ fleetId: fleet.id, question }),
      );
      if (!result.ok) throw new PlanNotTaken(result.failure);
      // Nobody waits for it any more: reading on would only take calls from others.
      if (hasLeft.current) void stopPlanAction({ fleetId: fleet.id, planId: result.value.id });
      return result.value;
    },
  });
  const planId = taking.data?.id ?? null;
  const read = useQuery({
    ...cancelPlanQuery(fleet.id, planId ?? ""),
    enabled: planId !== null,
    gcTime: 0,
    refetchInterval: ({ state }) => paceOf(state.data),
  });
  const stopping = useMutation({
    mutationFn: () => stopPlanAction({ fleetId: fleet.id, planId: planId ?? "" }),
    onSettled: () => read.refetch(),
  });

  const isTaken = useRef(false);
  const takeOnce = useEffectEvent(() => {
    if (isTaken.current) return;
    isTaken.current = true;
    taking.mutate();
  });
  useEffect(() => {
    hasLeft.current = false;
    takeOnce();
    return () => {
      hasLeft.current = true;
    };
  }, []);

  return {
    plan: taking.isPending ? null : (read.data ?? taking.data ?? null),
    /** It could not be taken, or not be read again. */
    error: taking.error ?? read.error,
    isOldPage: isOldPage(taking.error) || isOldPage(stopping.error),
    isTaking: taking.isPending,
    isReading: read.isFetching,
    /** Takes it again, from now. */
    take: () => taking.mutate(),
    /** What is true of it this moment. @throws when it cannot be read */
    readAgain: async () => (await read.refetch({ throwOnError: true })).data ?? null,
    retry: () => (planId === null || taking.error ? taking.mutate() : void read.refetch()),
    stop: () => planId !== null && stopping.mutate(),
    isStopping: stopping.isPending,
  };
}

function paceOf(plan: CancelPlan | undefined): number | false {
  if (plan?.state === "resolving") return WHILE_RESOLVING_MS;
  return plan?.state === "ready" ? WHILE_READY_MS : false;
}
