import { StackedBar } from "@/components/ui/stacked-bar";
import type { ItemStatus } from "@/lib/core/domain/item-groups";
import type { Operation } from "@/lib/core/domain/operation";
import { itemStatusWord } from "@/lib/core/format/item-outcome-words";
import { STATE_TONE } from "./state-tone";

// What went well first, then what had nothing to do, what needs a look last; what waits is what is missing.
const ORDER: readonly ItemStatus[] = [
  "canceled",
  "already-finished",
  "not-found",
  "stopped",
  "started-meanwhile",
  "changed-meanwhile",
  "unknown",
  "denied",
  "gave-up",
];

/** An operation's items by outcome, as shares of one bar. */
export function OperationBar({ counts }: Pick<Operation, "counts">) {
  return (
    <StackedBar
      label="Outcomes"
      segments={ORDER.map((standing) => ({
        id: standing,
        label: itemStatusWord(standing),
        value: counts[standing],
        tone: STATE_TONE[standing],
      }))}
      rest={counts.waiting + counts["in-hand"]}
    />
  );
}
