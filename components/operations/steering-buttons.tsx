"use client";
// Cheap to draw: what the compiler would keep weighs more than drawing it again.
"use no memo";

import { Pause, Play, Square } from "lucide-react";
import { useState } from "react";
import { useConsole } from "@/components/shell/console-context";
import { Button } from "@/components/ui/button";
import { onDemand } from "@/components/ui/on-demand";
import { type Steering, whyNotSteer } from "@/lib/core/permissions/may-steer";
import { isOver, mustBePlannedAgain, type Operation } from "@/lib/core/domain/operation";
import { forbiddenMessage } from "@/lib/core/format/forbidden-message";
import { useSteering } from "./use-steering";

const loadDialog = () => import("./stop-operation-dialog").then((module) => module.StopOperationDialog);
const StopOperationDialog = onDemand(loadDialog);

/** Pause or resume, and stop; where the person may not, the button says why. */
export function SteeringButtons({ operation }: { operation: Operation }) {
  const { fleet, actor } = useConsole();
  const { steer, pending } = useSteering(operation.id);
  const [stopping, setStopping] = useState(false);
  const { state } = operation;
  if (isOver(state)) return null;

  const whyNot = (steering: Steering): string | null => {
    if (state === "stopping") return "It is being stopped already.";
    if (steering === "resume" && mustBePlannedAgain(operation)) return "Stop it, then plan what is left.";
    const forbidden = whyNotSteer(actor, steering, { fleetId: fleet.id, personId: operation.by.id });
    return forbidden && forbiddenMessage(forbidden);
  };
  const step: Steering = state === "paused" ? "resume" : "pause";

  return (
    <>
      <Button
        onClick={() => void steer(step)}
        pending={pending === "pause" || pending === "resume"}
        disabledReason={whyNot(step)}
      >
        {pending === null && (step === "pause" ? <Pause aria-hidden /> : <Play aria-hidden />)}
        {step === "pause" ? "Pause" : "Resume"}
      </Button>
      <Button
        onPointerEnter={() => void loadDialog()}
        onFocus={() => void loadDialog()}
        onClick={() => setStopping(true)}
        disabledReason={whyNot("stop")}
      >
        <Square aria-hidden />
        Stop…
      </Button>
      {stopping && (
        <StopOperationDialog
          operation={operation}
          pending={pending === "stop"}
          onStop={() => void steer("stop").then(() => setStopping(false))}
          onClose={() => setStopping(false)}
        />
      )}
    </>
  );
}
