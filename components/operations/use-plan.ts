"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef } from "react";
import { useConsole } from "@/components/shell/console-context";
import { isStaleBuild } from "@/components/shell/is-stale-build";
import { planCancellationAction } from "@/lib/server/actions/plan-cancellation";
import { stopPlanAction } from "@/lib/server/actions/stop-plan";
import { planCancellationSchema } from "@/lib/core/contracts/plan-cancellation";
import type { CancelPlan } from "@/lib/core/domain/cancel-plan";
import type { CancelSelector, OperationFailure } from "@/lib/core/domain/operation";
import { cancelPlanQuery } from "@/lib/client/queries/cancel-plan";

/** A bar that moves for a minute looks smooth at this pace, and a read costs one small row. */
const WHILE_RESOLVING_MS = 700;
/** Shows that the plan has expired, or was used in another tab. */
const WHILE_READY_MS = 10_000;

/** The server made no plan, for the expected reason in `failure`. An error, because TanStack Query carries failures so. */
export class PlanNotMade extends Error {
  override name = "PlanNotMade";
  readonly failure: OperationFailure;

  constructor(failure: OperationFailure) {
    super(failure.kind);
    this.failure = failure;
  }
}

/** The plan for a selector: made when the dialog opens, and read again until it is used. */
export function usePlan(selector: CancelSelector) {
  const { fleet } = useConsole();
  const isClosed = useRef(false);
  const making = useMutation({
    mutationFn: async () => {
      const result = await planCancellationAction(
        planCancellationSchema.parse({ fleetId: fleet.id, question: selector }),
      );
      if (!result.ok) throw new PlanNotMade(result.failure);
      // The dialog is closed: resolving the plan further would only spend the fleet's call quota.
      if (isClosed.current) void stopPlanAction({ fleetId: fleet.id, planId: result.value.id });
      return result.value;
    },
  });
  const planId = making.data?.id ?? null;
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

  const isMade = useRef(false);
  const makeOnce = useEffectEvent(() => {
    if (isMade.current) return;
    isMade.current = true;
    making.mutate();
  });
  useEffect(() => {
    isClosed.current = false;
    makeOnce();
    return () => {
      isClosed.current = true;
    };
  }, []);

  return {
    plan: making.isPending ? null : (read.data ?? making.data ?? null),
    /** It could not be made, or not be read again. */
    error: making.error ?? read.error,
    isStaleBuild: isStaleBuild(making.error) || isStaleBuild(stopping.error),
    isMaking: making.isPending,
    isReading: read.isFetching,
    /** Makes a new plan. */
    make: () => making.mutate(),
    /** The plan as it is now. @throws when it cannot be read */
    readAgain: async () => (await read.refetch({ throwOnError: true })).data ?? null,
    retry: () => (planId === null || making.error ? making.mutate() : void read.refetch()),
    stop: () => planId !== null && stopping.mutate(),
    isStopping: stopping.isPending,
  };
}

function paceOf(plan: CancelPlan | undefined): number | false {
  if (plan?.state === "resolving") return WHILE_RESOLVING_MS;
  return plan?.state === "ready" ? WHILE_READY_MS : false;
}
