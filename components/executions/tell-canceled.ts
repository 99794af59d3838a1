import { executionHref } from "@/components/shell/fleet-href";
import { toast } from "@/components/ui/toast";
import type { Canceled, CancelFailure } from "@/lib/domain/cancel-failure";
import type { ExecutionRef } from "@/lib/domain/execution";
import { cancelFailureMessage } from "@/lib/format/cancel-failure-message";
import { markCancelRequested } from "./cancel-requested";

/** Says what AWS has told, no more: canceled once a read has shown it, requested until then. */
export function tellCanceled(fleetId: string, { current, confirmed }: Canceled): void {
  const names = `${current.jobId} on ${current.thingName}`;
  const link = {
    href: executionHref(fleetId, current.thingName, current.jobId),
    linkText: "See the execution",
  };
  if (confirmed) {
    toast({ tone: "success", title: `Canceled in AWS IoT: ${names}.`, ...link });
    return;
  }
  markCancelRequested(current);
  toast({
    tone: "info",
    title: `Cancel requested: ${names}. AWS IoT accepted it; no read shows it yet.`,
    ...link,
  });
}

/** Says in the corner of whatever page is shown now why an execution was not canceled. */
export function tellNotCanceled(fleetId: string, ref: ExecutionRef, failure: CancelFailure): void {
  toast({
    tone: "error",
    title: `${ref.jobId} on ${ref.thingName}: ${cancelFailureMessage(failure)}`,
    href: executionHref(fleetId, ref.thingName, ref.jobId),
    linkText: "See the execution",
  });
}
