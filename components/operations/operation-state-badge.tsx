import { Check, CircleStop, LoaderCircle, Pause } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import type { Tone } from "@/components/ui/tone";
import type { OperationState } from "@/lib/domain/operation";
import { operationStateWord } from "@/lib/format/operation-words";

const LOOK: Record<OperationState, [Tone, ReactNode]> = {
  running: ["info", <LoaderCircle key="" aria-hidden />],
  paused: ["warning", <Pause key="" aria-hidden />],
  stopping: ["warning", <CircleStop key="" aria-hidden />],
  stopped: ["neutral", <CircleStop key="" aria-hidden />],
  finished: ["success", <Check key="" aria-hidden />],
};

export function OperationStateBadge({ state }: { state: OperationState }) {
  const [tone, icon] = LOOK[state];
  return (
    <Badge tone={tone} icon={icon}>
      {operationStateWord(state)}
    </Badge>
  );
}
