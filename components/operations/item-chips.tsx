import { ChoiceChips } from "@/components/ui/choice-chips";
import { countIn, type ItemView } from "@/lib/core/domain/item-groups";
import type { OperationCounts } from "@/lib/core/domain/operation";
import { itemStatusWord } from "@/lib/core/format/item-outcome-words";

const ALWAYS: readonly ItemView[] = ["all", "canceled", "skipped", "needs-a-look"];
const WHERE_THERE_ARE: readonly ItemView[] = ["waiting", "stopped"];

/** Which items to show, one view at a time. The chosen one is in the URL. */
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
    <ChoiceChips
      label="Outcome"
      name="items"
      choices={views}
      words={viewWord}
      count={(view) => countIn(view, counts)}
      chosen={chosen}
      onChange={onChange}
    />
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
      return itemStatusWord(view);
  }
}
