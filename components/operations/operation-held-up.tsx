"use client";

import type { z } from "zod/mini";
import { ExactTime } from "@/components/ui/exact-time";
import { Notice } from "@/components/ui/notice";
import { useNow } from "@/components/ui/now";
import type { operationProgressSchema } from "@/lib/core/contracts/operation";
import { countOf } from "@/lib/core/format/count";
import { duration } from "@/lib/core/format/duration";
import { isSuspended, pauseCauseWords, suspensionWords } from "@/lib/core/format/operation-words";

/** Why an operation that is not over does not continue: since when, for what, and what happens next. */
export function OperationHeldUp({
  progress: { operation, runnerFailure },
}: {
  progress: z.infer<typeof operationProgressSchema>;
}) {
  const { state, suspension, probeAt, pauseCause } = operation;
  if (state === "paused" && pauseCause !== null && pauseCause !== "asked")
    return (
      <Notice tone="warning" title="Paused automatically." className="mb-3.5">
        {pauseCauseWords(pauseCause)}
      </Notice>
    );
  if (suspension !== null && isSuspended(operation))
    return (
      <Notice
        tone="warning"
        title={
          <>
            Suspended <ExactTime date={suspension.since} focusable />.
          </>
        }
        className="mb-3.5"
      >
        {suspensionWords(suspension)}{" "}
        {suspension.cause === "fleet-moved" ? (
          "It continues by itself when the fleet points there again."
        ) : (
          <>
            A single call <NextProbe at={probeAt} /> whether that is over, and the operation continues by
            itself then.
          </>
        )}{" "}
        No execution is given up meanwhile.
      </Notice>
    );
  if (state === "running" && runnerFailure !== null)
    return (
      <Notice tone="danger" title="Standdown cannot run it." className="mb-3.5">
        {countOf(runnerFailure.failures, "try", "tries")} failed, the first{" "}
        <ExactTime date={runnerFailure.since} focusable />: {runnerFailure.error} It is tried again.
      </Notice>
    );
  return null;
}

/** By this browser's clock, so it says "about". */
function NextProbe({ at }: { at: Date | null }) {
  const now = useNow();
  const leftMs = at === null ? 0 : at.getTime() - now;
  return <>{leftMs >= 1_000 ? `checks in about ${duration(leftMs)}` : "checks now"}</>;
}
