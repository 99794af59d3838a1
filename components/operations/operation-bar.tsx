import { StackedBar } from "@/components/ui/stacked-bar";
import type { ItemStatus } from "@/lib/core/domain/item-groups";
import type { Operation } from "@/lib/core/domain/operation";
import { itemStatusWord } from "@/lib/core/format/item-outcome-words";
import { STATE_TONE } from "./state-tone";

// Successes first, then skipped items, then those that need attention. Waiting items are the empty rest.
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
      segments={ORDER.map((status) => ({
        id: status,
        label: itemStatusWord(status),
        value: counts[status],
        tone: STATE_TONE[status],
      }))}
      rest={counts.waiting + counts["in-hand"]}
    />
  );
}
