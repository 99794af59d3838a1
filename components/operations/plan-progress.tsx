"use client";

import { Button } from "@/components/ui/button";
import { ProgressBar } from "@/components/ui/progress-bar";
import type { CancelPlan } from "@/lib/core/domain/cancel-plan";
import { readWords } from "@/lib/core/format/plan-words";

/** The plan is being resolved; nothing has happened to any execution. */
export function PlanProgress({
  plan,
  onStop,
  isStopping,
}: {
  /** Null until the server has answered. */
  plan: Pick<CancelPlan, "read" | "ofAbout"> | null;
  onStop: () => void;
  isStopping: boolean;
}) {
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm">The server reads which executions are meant. Nothing is canceled by that.</p>
      <ProgressBar
        label="Reading the executions"
        value={plan?.read ?? 0}
        max={plan?.ofAbout !== null && plan && plan.ofAbout > plan.read ? plan.ofAbout : undefined}
      />
      <div className="flex items-center justify-between gap-3">
        <span role="status" className="text-sm text-muted tabular-nums">
          {plan ? readWords(plan.read, plan.ofAbout) : "Beginning…"}
        </span>
        {plan && (
          <Button size="sm" onClick={onStop} pending={isStopping}>
            Stop
          </Button>
        )}
      </div>
    </div>
  );
}
