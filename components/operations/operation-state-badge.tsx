import { Check, CircleStop, Hourglass, LoaderCircle, Pause } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import type { Tone } from "@/components/ui/tone";
import type { Operation, OperationState } from "@/lib/domain/operation";
import { isSuspended, operationStateWord } from "@/lib/format/operation-words";

const LOOK: Record<OperationState, [Tone, ReactNode]> = {
  running: ["info", <LoaderCircle key="" aria-hidden />],
  paused: ["warning", <Pause key="" aria-hidden />],
  stopping: ["warning", <CircleStop key="" aria-hidden />],
  stopped: ["neutral", <CircleStop key="" aria-hidden />],
  finished: ["success", <Check key="" aria-hidden />],
};

const SUSPENDED: [Tone, ReactNode] = ["warning", <Hourglass key="" aria-hidden />];

/** How an operation stands; one that waits by itself is suspended. */
export function OperationStateBadge({ operation }: { operation: Pick<Operation, "state" | "suspension"> }) {
  const [tone, icon] = isSuspended(operation) ? SUSPENDED : LOOK[operation.state];
  return (
    <Badge tone={tone} icon={icon}>
      {operationStateWord(operation)}
    </Badge>
  );
}
