"use client";

import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

/**
 * The plan covers every queued execution of a job, so the job itself could be canceled. That is another action, and is
 * described as one.
 */
export function CancelJobOffer({ refusal, onChoose }: { refusal: string | null; onChoose: () => void }) {
  return (
    <Notice
      tone="info"
      title="Or cancel the job itself."
      controls={
        <Button size="sm" onClick={onChoose} disabledReason={refusal}>
          Cancel the job instead…
        </Button>
      }
    >
      Every queued execution of this job is meant. Canceling the job is one call, and ends it for good.
    </Notice>
  );
}
