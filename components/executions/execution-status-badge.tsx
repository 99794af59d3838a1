import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CircleMinus,
  CircleSlash,
  CircleX,
  Hourglass,
  LoaderCircle,
  type LucideIcon,
} from "lucide-react";
import { Badge } from "@/components/ui/badge";
import type { Tone } from "@/components/ui/tone";
import { executionStatusWord } from "@/lib/core/format/execution-status-word";

const LOOK = new Map<string, { tone: Tone; icon: LucideIcon }>(
  Object.entries({
    QUEUED: { tone: "neutral", icon: CircleDashed },
    IN_PROGRESS: { tone: "info", icon: LoaderCircle },
    SUCCEEDED: { tone: "success", icon: CircleCheck },
    FAILED: { tone: "danger", icon: CircleX },
    TIMED_OUT: { tone: "warning", icon: Hourglass },
    REJECTED: { tone: "danger", icon: CircleSlash },
    REMOVED: { tone: "neutral", icon: CircleMinus },
    CANCELED: { tone: "neutral", icon: Ban },
  }),
);

/** An execution's status: icon, word and color. A status that AWS has added since is shown as AWS spells it. */
export function ExecutionStatusBadge({ status }: { status: string }) {
  const { tone, icon: Icon } = LOOK.get(status) ?? { tone: "neutral", icon: CircleHelp };
  return (
    <Badge tone={tone} icon={<Icon aria-hidden />}>
      {executionStatusWord(status)}
    </Badge>
  );
}
