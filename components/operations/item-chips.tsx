// Cheap to draw: what the compiler would keep weighs more than drawing it again.
"use no memo";

import { FilterChip, FilterChips } from "@/components/ui/filter-chip";
import { countIn, type ItemView } from "@/lib/domain/item-groups";
import type { OperationCounts } from "@/lib/domain/operation";
import { itemStandingWord } from "@/lib/format/item-outcome-words";

const ALWAYS: readonly ItemView[] = ["all", "canceled", "skipped", "needs-a-look"];
const WHERE_THERE_ARE: readonly ItemView[] = ["waiting", "stopped"];

/** Which items to show. One at a time: the chosen one stands in the URL. */
export function ItemChips({
  counts,
  chosen,
  onChange,
}: {
  counts: OperationCounts;
  chosen: ItemView;
  onChange: (view: ItemView) => void;
}) {
  const offered = [...ALWAYS, ...WHERE_THERE_ARE.filter((view) => countIn(view, counts) > 0)];
  const views = offered.includes(chosen) ? offered : [...offered, chosen];
  return (
    <FilterChips label="Outcome">
      {views.map((view) => (
        <FilterChip
          key={view}
          type="radio"
          name="items"
          checked={view === chosen}
          onChange={() => onChange(view)}
          count={countIn(view, counts)}
        >
          {viewWord(view)}
        </FilterChip>
      ))}
    </FilterChips>
  );
}

function viewWord(view: ItemView): string {
  switch (view) {
    case "all":
      return "All";
    case "skipped":
      return "Skipped";
    case "needs-a-look":
      return "Needs a look";
    default:
      return itemStandingWord(view);
  }
}
