"use client";

import { Ban } from "lucide-react";
import { useEffect, useEffectEvent } from "react";
import { useConsole } from "@/components/shell/console-context";
import { Button } from "@/components/ui/button";
import { useShortcut } from "@/components/ui/use-shortcut";
import type { ExecutionSummary } from "@/lib/core/domain/execution";
import { type CancelSelector, MAX_SELECTED, type SeenExecution } from "@/lib/core/domain/operation";
import { countWords, executionsWords } from "@/lib/core/format/count";
import { loadPlanDialog, usePlanDialog } from "./use-plan-dialog";
import { whyNotCancel } from "./why-not-request";
import type { WholeSelection } from "./whole-selection";

/** The actions on a selection: clear it, or plan its cancellation, also by `c`. Nothing while nothing is selected. */
export function SelectionActions({
  rows,
  count,
  frozen,
  allWords,
  takeAheadRequest,
  onSettled,
  onClear,
}: {
  /** The rows selected one by one, as they are now. */
  rows: () => readonly ExecutionSummary[];
  /** How many are selected one by one. */
  count: number;
  /** Everything that the filters covered, where that is selected. */
  frozen: WholeSelection | null;
  /** The text of the button that selects all. */
  allWords: string;
  /** Called once this component listens to `c`. @returns whether the plan was requested before that */
  takeAheadRequest: () => boolean;
  /** An operation of the selection has started. */
  onSettled: () => void;
  onClear: () => void;
}) {
  const { fleet, actor } = useConsole();
  const { plan, dialog } = usePlanDialog(onSettled);
  const isEmpty = count === 0 && frozen === null;
  const refusal =
    whyNotCancel(actor, fleet.id) ??
    (count > MAX_SELECTED
      ? `At most ${countWords(MAX_SELECTED)} can be selected one by one. Use “Select ${allWords}”.`
      : null);
  const open = () => {
    if (frozen) plan(frozen.selector);
    else if (count > 0) plan(selectorOf(rows()));
  };
  const openIfRequested = useEffectEvent(() => {
    if (takeAheadRequest() && refusal === null) open();
  });
  useEffect(() => openIfRequested(), []);
  useShortcut(isEmpty || refusal !== null ? null : "c", (event) => {
    event.preventDefault();
    open();
  });

  return (
    <>
      {!isEmpty && (
        <span className="ml-auto flex items-center gap-2">
          <Button variant="ghost" size="sm" onClick={onClear}>
            Clear
          </Button>
          <Button
            variant="danger"
            size="sm"
            onPointerEnter={() => void loadPlanDialog()}
            onFocus={() => void loadPlanDialog()}
            onClick={open}
            disabledReason={refusal}
          >
            <Ban aria-hidden />
            Cancel {frozen ? frozen.shortWords : executionsWords(count)}…
          </Button>
        </span>
      )}
      {dialog}
    </>
  );
}

/**
 * A thing that had an execution more than once is listed once: AWS IoT cancels the latest. The identity that the page
 * showed travels along, so that a plan leaves out an execution that was replaced since.
 */
function selectorOf(rows: readonly ExecutionSummary[]): CancelSelector {
  const byName = new Map<string, SeenExecution>();
  for (const { thingName, jobId, status, executionNumber, queuedAt, startedAt } of rows) {
    const key = `${thingName}/${jobId}`;
    const known = byName.get(key);
    if (known && (known.executionNumber ?? 0) > (executionNumber ?? 0)) continue;
    const seen = { thingName, jobId, executionNumber, queuedAt };
    byName.set(key, status === "IN_PROGRESS" ? { ...seen, startedAt } : seen);
  }
  return { kind: "executions", executions: [...byName.values()] };
}
