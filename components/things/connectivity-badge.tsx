"use client";

import { CircleHelp, Wifi, WifiOff } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { useNow } from "@/components/ui/now";
import { useTip } from "@/components/ui/tip";
import type { Connectivity } from "@/lib/core/domain/thing";
import { connectivityReason, connectivityWords } from "@/lib/core/format/thing-words";

/**
 * Connected, disconnected, not connected or unknown, with the reason on hover and focus. Unknown is never called
 * offline.
 */
export function ConnectivityBadge({
  connectivity,
  focusable = false,
}: {
  connectivity: Connectivity;
  focusable?: boolean;
}) {
  const now = new Date(useNow());
  const reason = connectivityReason(connectivity);
  const { target, tip } = useTip(reason);
  const look = {
    connected: { tone: "success", icon: <Wifi aria-hidden /> },
    disconnected: { tone: "warning", icon: <WifiOff aria-hidden /> },
    "not-connected": { tone: "neutral", icon: <WifiOff aria-hidden /> },
    unknown: { tone: "neutral", icon: <CircleHelp aria-hidden /> },
  } as const;

  const badge = <Badge {...look[connectivity.state]}>{connectivityWords(connectivity, now)}</Badge>;
  if (reason === null) return badge;
  return (
    <span {...target} tabIndex={focusable ? 0 : undefined} className="inline-flex max-w-full rounded-[5px]">
      {badge}
      <span className="sr-only">: {reason}</span>
      {tip}
    </span>
  );
}
