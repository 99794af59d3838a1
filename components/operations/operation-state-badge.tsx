import { Check, CircleStop, Hourglass, LoaderCircle, Pause } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import type { Tone } from "@/components/ui/tone";
import { isOver, type Operation, type OperationState } from "@/lib/core/domain/operation";
import { isSuspended, operationStateWord } from "@/lib/core/format/operation-words";

const LOOK: Record<OperationState, [Tone, ReactNode]> = {
  running: ["info", <LoaderCircle key="" aria-hidden />],
  paused: ["warning", <Pause key="" aria-hidden />],
  stopping: ["warning", <CircleStop key="" aria-hidden />],
  stopped: ["neutral", <CircleStop key="" aria-hidden />],
  finished: ["success", <Check key="" aria-hidden />],
};

const SUSPENDED: [Tone, ReactNode] = ["warning", <Hourglass key="" aria-hidden />];

/**
 * The state of an operation. A running operation that waits is shown as suspended. With `isLastKnown`, the operation
 * could not be read again: its state is marked as last known, unless it was over.
 */
export function OperationStateBadge({
  operation,
  isLastKnown = false,
}: {
  operation: Pick<Operation, "state" | "suspension">;
  isLastKnown?: boolean;
}) {
  if (isLastKnown && !isOver(operation.state))
    return <Badge tone="neutral">Last known: {operationStateWord(operation).toLowerCase()}</Badge>;
  const [tone, icon] = isSuspended(operation) ? SUSPENDED : LOOK[operation.state];
  return (
    <Badge tone={tone} icon={icon}>
      {operationStateWord(operation)}
    </Badge>
  );
}
