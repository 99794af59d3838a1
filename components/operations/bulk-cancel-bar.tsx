"use client";

import { useEffect, useRef, useState } from "react";
import { joinClasses } from "@/components/ui/join-classes";
import { onDemand } from "@/components/ui/on-demand";
import type { RowSelection } from "@/components/ui/row-selection";
import { useIsHydrated } from "@/components/ui/use-is-hydrated";
import { useShortcut } from "@/components/ui/use-shortcut";
import { useDroppedRows, useIsWholePicked, usePickedCount } from "@/components/ui/use-row-selection";
import type { ExecutionSummary } from "@/lib/core/domain/execution";
import { droppedWords, selectedWords } from "./selection-words";
import type { WholeSelection } from "./whole-selection";

const SelectionActions = onDemand(() =>
  import("./selection-actions").then((module) => module.SelectionActions),
);

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
  const isHydrated = useIsHydrated();
  const count = usePickedCount(selection);
  const isWhole = useIsWholePicked(selection);
  const dropped = droppedWords(useDroppedRows(selection));
  // As it was when it was selected: the list goes on, and the question does not change with it.
  const [frozen, setFrozen] = useState(whole);

  const asked = keyOf(whole);
  useEffect(() => selection.keepWhole(asked), [selection, asked]);

  // A button that goes as it is pressed would take the focus with it.
  const bar = useRef<HTMLDivElement>(null);
  const isEmpty = count === 0 && !isWhole;

  // Pressed before the deeds have been fetched, `c` waits for them.
  const [hasActions, setHasActions] = useState(false);
  useShortcut(isEmpty || hasActions ? null : "c", (event) => {
    event.preventDefault();
    selection.askAhead();
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
          className="min-w-0 rounded-sm text-left font-medium wrap-anywhere text-accent hover:underline"
        >
          Select {whole.words}
        </button>
      )}
      {/* Fetched after the first load, and there before anything is selected: so is a draft that was kept. */}
      {isHydrated && (
        <SelectionActions
          rows={() => selection.rows()}
          count={count}
          frozen={isWhole ? frozen : null}
          allWords={whole?.words ?? "all"}
          takeAskedAhead={() => {
            setHasActions(true);
            return selection.takeAskedAhead();
          }}
          onSettled={() => selection.clear()}
          onClear={() => {
            selection.clear();
            bar.current?.focus();
          }}
        />
      )}
    </div>
  );
}

/** The same for the same question, however often the list is read. Its number is not part of it. */
const keyOf = (whole: WholeSelection | null): string => JSON.stringify(whole?.question ?? null);

const upperFirst = (words: string) => words.slice(0, 1).toUpperCase() + words.slice(1);
