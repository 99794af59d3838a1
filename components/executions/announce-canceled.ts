import { executionHref } from "@/components/shell/fleet-href";
import { toast } from "@/components/ui/toast";
import type { CancelFailure } from "@/lib/core/domain/cancel-failure";
import type { ExecutionRef } from "@/lib/core/domain/execution";
import { cancelFailureMessage } from "@/lib/core/format/cancel-failure-message";
import { canceledSentence } from "@/lib/core/format/canceled-words";
import { markCancelRequested } from "./cancel-requested";
import type { CanceledHere } from "./send-cancellation";

/** Says only what AWS has confirmed: canceled once a read has shown it, requested until then. */
export function announceCanceled(fleetId: string, canceled: CanceledHere): void {
  const { current, confirmed, silent } = canceled;
  if (!confirmed) markCancelRequested(current);
  toast({
    tone: confirmed ? "success" : "info",
    title: canceledSentence(canceled, `${current.jobId} on ${current.thingName}`, silent),
    href: executionHref(fleetId, current.thingName, current.jobId),
    linkText: "See the execution",
  });
}

/** Shows a toast, on whatever page is open now, that says why an execution was not canceled. */
export function announceNotCanceled(fleetId: string, ref: ExecutionRef, failure: CancelFailure): void {
  toast({
    tone: "error",
    title: `${ref.jobId} on ${ref.thingName}: ${cancelFailureMessage(failure)}`,
    href: executionHref(fleetId, ref.thingName, ref.jobId),
    linkText: "See the execution",
  });
}
