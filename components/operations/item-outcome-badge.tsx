import {
  Check,
  CircleHelp,
  CircleStop,
  CircleX,
  Clock,
  GitCompareArrows,
  LoaderCircle,
  Minus,
  ShieldX,
} from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import type { Tone } from "@/components/ui/tone";
import type { ItemStatus } from "@/lib/core/domain/item-groups";
import { itemStatusWord } from "@/lib/core/format/item-outcome-words";
import { STATE_TONE } from "./state-tone";

const ICON: Record<ItemStatus, ReactNode> = {
  canceled: <Check aria-hidden />,
  "already-finished": <Minus aria-hidden />,
  "not-found": <Minus aria-hidden />,
  "started-meanwhile": <GitCompareArrows aria-hidden />,
  "changed-meanwhile": <GitCompareArrows aria-hidden />,
  denied: <ShieldX aria-hidden />,
  "gave-up": <CircleX aria-hidden />,
  unknown: <CircleHelp aria-hidden />,
  stopped: <CircleStop aria-hidden />,
  waiting: <Clock aria-hidden />,
  "in-hand": <LoaderCircle aria-hidden />,
};

/** How one execution of an operation ended, or that it has not. */
export function ItemOutcomeBadge({ status }: { status: ItemStatus }) {
  const tone: Tone = STATE_TONE[status];
  return (
    <Badge tone={tone} icon={ICON[status]}>
      {itemStatusWord(status)}
    </Badge>
  );
}
