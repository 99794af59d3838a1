"use client";

import { Ban } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useConsole } from "@/components/shell/console-context";
import { Button } from "@/components/ui/button";
import { joinClasses } from "@/components/ui/join-classes";
import type { RowSelection } from "@/components/ui/row-selection";
import { useShortcut } from "@/components/ui/use-shortcut";
import { useDroppedRows, useIsWholePicked, usePickedCount } from "@/components/ui/use-row-selection";
import type { ExecutionSummary } from "@/lib/domain/execution";
import { type CancelQuestion, MAX_SELECTED } from "@/lib/domain/operation";
import { executionsWords } from "@/lib/format/plan-words";
import { droppedWords, selectedWords } from "./selection-words";
import { loadPlanDialog, usePlanDialog } from "./use-plan-dialog";
import { whyNotCancel } from "./why-not-request";
import type { WholeSelection } from "./whole-selection";

/**
 * What is selected of a list of executions, the ways to select all and none, and the way to the plan. It keeps its
 * place above the rows when nothing is selected, so that they do not move under the first click.
 *
 * Esc leaves a selection alone: it closes things, and forty rows that were picked by hand are no such thing.
 */
export function BulkCancelBar<Row extends ExecutionSummary>({
  selection,
  whole,
}: {
  selection: RowSelection<Row>;
  /** All that the filters cover; null where they show only what has ended. */
  whole: WholeSelection | null;
}) {
  const { fleet, actor } = useConsole();
  const count = usePickedCount(selection);
  const isWhole = useIsWholePicked(selection);
  const dropped = droppedWords(useDroppedRows(selection));
  // As it was when it was selected: the list goes on, and the question does not change with it.
  const [frozen, setFrozen] = useState(whole);
  const { plan, dialog } = usePlanDialog(() => selection.clear());

  const asked = keyOf(whole);
  useEffect(() => selection.keepWhole(asked), [selection, asked]);

  // A button that goes as it is pressed would take the focus with it.
  const bar = useRef<HTMLDivElement>(null);
  const isEmpty = count === 0 && !isWhole;
  const refusal =
    whyNotCancel(actor, fleet.id) ??
    (count > MAX_SELECTED
      ? `At most ${MAX_SELECTED.toLocaleString("en-US")} can be selected one by one. Use “Select ${whole?.words ?? "all"}”.`
      : null);
  const open = () => {
    if (isWhole && frozen) plan(frozen.question);
    else if (count > 0) plan(questionOf(selection.rows()));
  };
  useShortcut(isEmpty || refusal !== null ? null : "c", (event) => {
    event.preventDefault();
    open();
  });

  return (
    <div
      ref={bar}
      tabIndex={-1}
      role="group"
      aria-label="Selection"
      className={joinClasses(
        "sticky top-(--bar) z-20 flex min-h-11.5 flex-wrap items-center gap-x-3 gap-y-1.5 rounded-t-[inherit] border-b border-line px-3.5 py-1.5 text-sm",
        isEmpty ? "bg-panel" : "bg-accent-soft",
      )}
    >
      <p role="status" className="min-w-0">
        <span className={isEmpty ? "text-muted" : "font-semibold text-ink tabular-nums"}>
          {isWhole && frozen ? `${upperFirst(frozen.words)} selected` : selectedWords(count)}
        </span>
        {isWhole && <span className="text-muted"> · also those that are not loaded</span>}
        {dropped && <span className="text-warning"> · {dropped}</span>}
      </p>
      {whole && whole.count !== 0 && !isWhole && (
        <button
          type="button"
          onClick={() => {
            setFrozen(whole);
            selection.pickWhole(asked, whole.covers);
            bar.current?.focus();
          }}
          className="rounded-sm text-left font-medium text-accent hover:underline"
        >
          Select {whole.words}
        </button>
      )}
      {!isEmpty && (
        <span className="ml-auto flex items-center gap-2">
          <Button
            variant="ghost"
            size="sm"
            onClick={() => {
              selection.clear();
              bar.current?.focus();
            }}
          >
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
            Cancel {isWhole && frozen ? frozen.shortWords : executionsWords(count)}…
          </Button>
        </span>
      )}
      {dialog}
    </div>
  );
}

/** The same for the same question, however often the list is read. Its number is not part of it. */
const keyOf = (whole: WholeSelection | null): string => JSON.stringify(whole?.question ?? null);

/** A thing that had an execution more than once is asked about once: AWS IoT cancels the latest. */
function questionOf(rows: readonly ExecutionSummary[]): CancelQuestion {
  const byName = new Map(
    rows.map(({ thingName, jobId }) => [`${thingName}/${jobId}`, { thingName, jobId }] as const),
  );
  return { kind: "executions", executions: [...byName.values()] };
}

const upperFirst = (words: string) => words.slice(0, 1).toUpperCase() + words.slice(1);
