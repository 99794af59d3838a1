"use client";
// Cheap to draw: what the compiler would keep weighs more than drawing it again.
"use no memo";

import { RotateCw } from "lucide-react";
import { useConsole } from "@/components/shell/console-context";
import { Button } from "@/components/ui/button";
import { whyDenied } from "@/lib/core/permissions/authorize";
import { type ItemView, retryableIn, statusesOf } from "@/lib/core/domain/item-groups";
import type { Operation } from "@/lib/core/domain/operation";
import { countWords } from "@/lib/core/format/count";
import { forbiddenMessage } from "@/lib/core/format/forbidden-message";
import { loadPlanDialog, usePlanDialog } from "./use-plan-dialog";

/** Takes up what is not done and may be, of the items that are shown: through a plan, as any other cancellation. */
export function RetryItemsButton({
  operation: { id, counts },
  show,
}: {
  operation: Operation;
  show: ItemView;
}) {
  const { fleet, actor } = useConsole();
  const { plan, dialog } = usePlanDialog();
  const outcomes = retryableIn(counts).filter((outcome) => statusesOf(show).includes(outcome));
  const count = outcomes.reduce((sum, outcome) => sum + counts[outcome], 0);
  const because = whyDenied(actor, "cancel-execution", { fleetId: fleet.id });
  return (
    <>
      {count > 0 && (
        <Button
          onPointerEnter={() => void loadPlanDialog()}
          onFocus={() => void loadPlanDialog()}
          onClick={() => plan({ kind: "items", operationId: id, outcomes })}
          disabledReason={because && forbiddenMessage({ permission: "cancel-execution", because })}
        >
          <RotateCw aria-hidden />
          Retry {countWords(count)}…
        </Button>
      )}
      {dialog}
    </>
  );
}
