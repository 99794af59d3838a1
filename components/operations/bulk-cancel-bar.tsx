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
 * How many executions of a list are selected, the buttons that select all and none, and the one that opens the plan.
 * The bar stays above the rows while nothing is selected, so that the first click moves nothing.
 *
 * Esc does not clear the selection, which may be forty rows picked by hand.
 */
export function BulkCancelBar<Row extends ExecutionSummary>({
  selection,
  whole,
}: {
  selection: RowSelection<Row>;
  /** Everything that the filters cover; null where they show only what has ended. */
  whole: WholeSelection | null;
}) {
  const isHydrated = useIsHydrated();
  const count = usePickedCount(selection);
  const isWhole = useIsWholePicked(selection);
  const dropped = droppedWords(useDroppedRows(selection));
  // The selection as it was made: the list refreshes, and the selector must not change with it.
  const [frozen, setFrozen] = useState(whole);

  const wholeKey = keyOf(whole);
  useEffect(() => selection.dropOtherWhole(wholeKey), [selection, wholeKey]);

  // The focus moves here when a focused button disappears.
  const bar = useRef<HTMLDivElement>(null);
  const isEmpty = count === 0 && !isWhole;

  // `c` may be pressed before the code of the actions has loaded: it then waits for them.
  const [hasActions, setHasActions] = useState(false);
  useShortcut(isEmpty || hasActions ? null : "c", (event) => {
    event.preventDefault();
    selection.requestAhead();
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
            selection.pickWhole(wholeKey, whole.covers);
            bar.current?.focus();
          }}
          className="min-w-0 rounded-sm text-left font-medium wrap-anywhere text-accent hover:underline"
        >
          Select {whole.words}
        </button>
      )}
      {/* Loads after hydration, even if nothing is selected: it also restores a saved draft. */}
      {isHydrated && (
        <SelectionActions
          rows={() => selection.rows()}
          count={count}
          frozen={isWhole ? frozen : null}
          allWords={whole?.words ?? "all"}
          takeAheadRequest={() => {
            setHasActions(true);
            return selection.takeAheadRequest();
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

/** Identifies a selector. It leaves out the count, which changes as the list refreshes. */
const keyOf = (whole: WholeSelection | null): string => JSON.stringify(whole?.selector ?? null);

const upperFirst = (words: string) => words.slice(0, 1).toUpperCase() + words.slice(1);
