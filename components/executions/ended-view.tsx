"use client";

import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import type { Execution } from "@/lib/core/domain/execution";
import { executionStage } from "@/lib/core/domain/execution-status";
import { executionStatusWord, unknownStatusSentence } from "@/lib/core/format/execution-status-word";
import { ExecutionFacts } from "./execution-facts";
import { ExecutionNames } from "./execution-names";

/**
 * The execution is over, or in a status that this console does not know: says what happened, and offers only "Close".
 */
export function EndedView({ execution, onClose }: { execution: Execution; onClose: () => void }) {
  return (
    <Dialog
      title="Nothing to cancel"
      description={<ExecutionNames of={execution} />}
      onClose={onClose}
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <div className="flex flex-col gap-4">
        <ExecutionFacts execution={execution} />
        <Notice tone={execution.status === "CANCELED" ? "success" : "info"}>{whatHappened(execution)}</Notice>
      </div>
    </Dialog>
  );
}

function whatHappened({ status, forceCanceled }: Execution): string {
  if (status === "CANCELED")
    return `This execution is already canceled in AWS IoT${forceCanceled ? ", by force" : ""}. Nothing is left to do.`;
  if (executionStage(status) === "unknown")
    return `${unknownStatusSentence("execution", status)} Nothing is canceled on a guess.`;
  return `This execution has ended: ${executionStatusWord(status).toLowerCase()}. An execution that has ended cannot be canceled.`;
}
