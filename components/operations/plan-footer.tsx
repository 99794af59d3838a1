"use client";

import { Button } from "@/components/ui/button";
import { useNow } from "@/components/ui/now";
import { type CancelPlan, PLAN_LIFETIME_MS } from "@/lib/core/domain/cancel-plan";
import { duration } from "@/lib/core/format/duration";

/** What one can do with a plan: leave it, make it again, or start it; and how long it stays valid. */
export function PlanFooter({
  plan,
  words,
  whyDenied,
  isPending,
  isPlanning,
  onClose,
  onPlanAgain,
  onStart,
}: {
  plan: CancelPlan | null;
  /** What the button that starts it says. */
  words: string;
  /** Why it cannot be started now; null where it can. */
  whyDenied: string | null;
  isPending: boolean;
  isPlanning: boolean;
  onClose: () => void;
  onPlanAgain: () => void;
  onStart: (planId: string) => void;
}) {
  const now = useNow();
  const isReady = plan?.state === "ready";
  const isExpired = plan?.state === "expired";
  return (
    <>
      {isReady && <span className="mr-auto text-xs text-muted tabular-nums">{expiryWords(plan, now)}</span>}
      <Button onClick={onClose} disabledReason={isPending ? "The operation is being started." : null}>
        {isReady || isExpired ? "Keep them" : "Close"}
      </Button>
      {(isExpired || plan?.state === "stopped" || plan?.state === "failed") && (
        <Button variant="primary" onClick={onPlanAgain} pending={isPlanning}>
          Make a new plan
        </Button>
      )}
      {isReady && (
        <Button
          variant="danger"
          pending={isPending}
          disabledReason={whyDenied}
          onClick={() => onStart(plan.id)}
        >
          {words}
        </Button>
      )}
    </>
  );
}

/** By this browser's clock, which may be wrong: whether the plan has expired is for the server to say. */
function expiryWords({ expiresAt }: CancelPlan, now: number): string | null {
  const leftMs = expiresAt === null ? 0 : expiresAt.getTime() - now;
  return leftMs > 0 && leftMs <= PLAN_LIFETIME_MS ? `Valid for another ${duration(leftMs)}` : null;
}
