"use client";
// Cheap to draw: what the compiler would keep weighs more than drawing it again.
"use no memo";

import { Button } from "@/components/ui/button";
import { useNow } from "@/components/ui/now";
import { type CancelPlan, PLAN_LIFETIME_MS } from "@/lib/core/domain/cancel-plan";
import { duration } from "@/lib/core/format/duration";

/** What can be done with a plan: leave it, take it again, or begin it; and how long it is good for. */
export function PlanFooter({
  plan,
  words,
  whyDenied,
  isPending,
  isTaking,
  onClose,
  onTakeAgain,
  onBegin,
}: {
  plan: CancelPlan | null;
  /** What the button says that begins it. */
  words: string;
  /** Why it cannot be begun as things are. Null: it can. */
  whyDenied: string | null;
  isPending: boolean;
  isTaking: boolean;
  onClose: () => void;
  onTakeAgain: () => void;
  onBegin: (planId: string) => void;
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
        <Button variant="primary" onClick={onTakeAgain} pending={isTaking}>
          Make a new plan
        </Button>
      )}
      {isReady && (
        <Button
          variant="danger"
          pending={isPending}
          disabledReason={whyDenied}
          onClick={() => onBegin(plan.id)}
        >
          {words}
        </Button>
      )}
    </>
  );
}

/** By this browser's clock, which may be wrong: whether it has expired is the server's to say. */
function expiryWords({ expiresAt }: CancelPlan, now: number): string | null {
  const leftMs = expiresAt === null ? 0 : expiresAt.getTime() - now;
  return leftMs > 0 && leftMs <= PLAN_LIFETIME_MS ? `Valid for another ${duration(leftMs)}` : null;
}
