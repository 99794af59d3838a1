import { refusalByState } from "@/lib/domain/decide-cancellation";
import type { ExecutionSummary } from "@/lib/domain/execution";
import { executionStatusWord } from "@/lib/format/execution-status-word";

/** Why an execution cannot be selected: by the one rule that decides in the end whether it can be canceled. */
export function whyNotSelect({ status }: ExecutionSummary): string | null {
  const refusal = refusalByState(status);
  if (refusal === null) return null;
  return refusal.kind === "unknown-status"
    ? `AWS IoT reports “${status}”, which this console does not know`
    : `${executionStatusWord(status)}: nothing to cancel`;
}
