"use client";
// Cheap to draw: what the compiler would keep weighs more than drawing it again.
"use no memo";

import type { z } from "zod/mini";
import { ExactTime } from "@/components/ui/exact-time";
import { Notice } from "@/components/ui/notice";
import type { operationProgressSchema } from "@/lib/contracts/operation";
import { countOf } from "@/lib/format/count";
import { pauseCauseWords, suspensionWords } from "@/lib/format/operation-words";

/** Why an operation that is not over does not go on: since when, what for, and what happens next. */
export function OperationHeldUp({
  progress: { operation, runnerFailure },
}: {
  progress: z.infer<typeof operationProgressSchema>;
}) {
  const { state, suspension, probeAt, pauseCause } = operation;
  if (state === "paused" && pauseCause !== null && pauseCause !== "asked")
    return (
      <Notice tone="warning" title="Paused by itself." className="mb-3.5">
        {pauseCauseWords(pauseCause)}
      </Notice>
    );
  if (state === "running" && suspension !== null)
    return (
      <Notice tone="warning" title="Suspended." className="mb-3.5">
        {suspensionWords(suspension)} Since <ExactTime date={suspension.since} focusable />.{" "}
        {suspension.cause === "fleet-moved" ? (
          "It continues when the fleet points there again. No execution is used up meanwhile."
        ) : (
          <>
            One call tries again
            {probeAt && (
              <>
                {" "}
                at <ExactTime date={probeAt} focusable />
              </>
            )}
            , and it continues by itself. No execution is used up meanwhile.
          </>
        )}
      </Notice>
    );
  if (state === "running" && runnerFailure !== null)
    return (
      <Notice tone="danger" title="Standdown cannot run it." className="mb-3.5">
        {countOf(runnerFailure.failures, "try", "tries")} failed since{" "}
        <ExactTime date={runnerFailure.since} focusable />: {runnerFailure.error} It is tried again.
      </Notice>
    );
  return null;
}
