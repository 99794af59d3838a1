import { StackedBar } from "@/components/ui/stacked-bar";
import type { ItemStanding } from "@/lib/core/domain/item-groups";
import type { Operation } from "@/lib/core/domain/operation";
import { itemStandingWord } from "@/lib/core/format/item-outcome-words";
import { STANDING_TONE } from "./standing-tone";

// What went well first, then what had nothing to do, what needs a look last; what waits is what is missing.
const ORDER: readonly ItemStanding[] = [
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
        label: itemStandingWord(standing),
        value: counts[standing],
        tone: STANDING_TONE[standing],
      }))}
      rest={counts.waiting + counts["in-hand"]}
    />
  );
}
