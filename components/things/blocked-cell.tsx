import { Timer } from "lucide-react";
import Link from "next/link";
import { executionHref } from "@/components/shell/fleet-href";
import { Badge } from "@/components/ui/badge";
import { useNow } from "@/components/ui/now";
import type { OpenOfThing } from "@/lib/core/domain/triage";
import { relativeTime } from "@/lib/core/format/relative-time";

/** The stuck execution that blocks the thing's others, by the index. */
export function BlockedCell({ fleetId, known }: { fleetId: string; known: OpenOfThing | null | undefined }) {
  const now = useNow();
  if (!known?.blockedBy) return <span className="text-muted">—</span>;
  const { thingName, blockedBy, readAt } = known;
  return (
    <Link
      href={executionHref(fleetId, thingName, blockedBy)}
      prefetch={false}
      title={`By ${blockedBy}, as the index read it ${relativeTime(readAt, now)}`}
      className="inline-flex max-w-full rounded-[5px] hover:underline"
    >
      <Badge tone="warning" icon={<Timer aria-hidden />}>
        by <span className="font-mono">{blockedBy}</span>
      </Badge>
    </Link>
  );
}
