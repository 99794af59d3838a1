import { executionHref } from "@/components/shell/fleet-href";
import { toast } from "@/components/ui/toast";
import type { Canceled } from "@/lib/domain/cancel-failure";
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
