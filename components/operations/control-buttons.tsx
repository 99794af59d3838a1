"use client";

import { Pause, Play, Square } from "lucide-react";
import { useState } from "react";
import { useConsole } from "@/components/shell/console-context";
import { Button } from "@/components/ui/button";
import { onDemand } from "@/components/ui/on-demand";
import { type OperationControl, whyControlDenied } from "@/lib/core/permissions/control-operation";
import { isOver, mustBePlannedAgain, type Operation } from "@/lib/core/domain/operation";
import { forbiddenMessage } from "@/lib/core/format/forbidden-message";
import { useOperationControl } from "./use-operation-control";

const loadDialog = () => import("./stop-operation-dialog").then((module) => module.StopOperationDialog);
const StopOperationDialog = onDemand(loadDialog);

/** The buttons to pause or resume, and to stop. If the person is not allowed to, the button says why. */
export function ControlButtons({ operation }: { operation: Operation }) {
  const { fleet, actor } = useConsole();
  const { control, pending } = useOperationControl(operation.id);
  const [stopping, setStopping] = useState(false);
  const { state } = operation;
  if (isOver(state)) return null;

  const whyDenied = (control: OperationControl): string | null => {
    if (state === "stopping") return "It is being stopped already.";
    if (control === "resume" && mustBePlannedAgain(operation)) return "Stop it, then plan what is left.";
    const forbidden = whyControlDenied(actor, control, { fleetId: fleet.id, personId: operation.by.id });
    return forbidden && forbiddenMessage(forbidden);
  };
  const step: OperationControl = state === "paused" ? "resume" : "pause";

  return (
    <>
      <Button
        onClick={() => void control(step)}
        pending={pending === "pause" || pending === "resume"}
        disabledReason={whyDenied(step)}
      >
        {pending === null && (step === "pause" ? <Pause aria-hidden /> : <Play aria-hidden />)}
        {step === "pause" ? "Pause" : "Resume"}
      </Button>
      <Button
        onPointerEnter={() => void loadDialog()}
        onFocus={() => void loadDialog()}
        onClick={() => setStopping(true)}
        disabledReason={whyDenied("stop")}
      >
        <Square aria-hidden />
        Stop…
      </Button>
      {stopping && (
        <StopOperationDialog
          operation={operation}
          pending={pending === "stop"}
          onStop={() => void control("stop").then(() => setStopping(false))}
          onClose={() => setStopping(false)}
        />
      )}
    </>
  );
}
