"use client";

import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { countIn } from "@/lib/core/domain/item-groups";
import type { Operation } from "@/lib/core/domain/operation";
import { countWords } from "@/lib/core/format/count";

/** Says what happens to the remaining items before the operation is stopped for good. */
export function StopOperationDialog({
  operation: { counts },
  pending,
  onStop,
  onClose,
}: {
  operation: Operation;
  pending: boolean;
  onStop: () => void;
  onClose: () => void;
}) {
  const rest = countWords(countIn("waiting", counts));
  const canceled = countWords(counts.canceled);
  return (
    <Dialog
      size="sm"
      title="Stop this operation?"
      onClose={onClose}
      dismissible={!pending}
      footer={
        <>
          <Button onClick={onClose} disabled={pending}>
            Keep it going
          </Button>
          <Button variant="danger" onClick={onStop} pending={pending}>
            Stop the operation
          </Button>
        </>
      }
    >
      <ul className="flex list-disc flex-col gap-1.5 pl-4 text-sm">
        <li>What is being canceled at this moment will be finished.</li>
        <li>The rest, {rest} by now, stays as it is, and is listed as stopped.</li>
        <li>The {canceled} that are canceled stay canceled.</li>
        <li>
          A stopped operation cannot be resumed. What it left can be retried as a new one, through a new plan.
        </li>
      </ul>
    </Dialog>
  );
}
