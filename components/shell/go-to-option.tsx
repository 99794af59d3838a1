import { Autocomplete } from "@base-ui/react/autocomplete";
import { Ban, Cpu, ListChecks, Package, SquareArrowOutUpRight } from "lucide-react";
import type { GoToItem } from "./go-to-items";

type Place = Exclude<GoToItem, { kind: "cancel-queued" }>;

const LOOK: Record<Place["kind"], { words: string; icon: React.ReactNode }> = {
  page: { words: "Page", icon: <SquareArrowOutUpRight aria-hidden /> },
  operation: { words: "Open operation", icon: <ListChecks aria-hidden /> },
  thing: { words: "Open thing", icon: <Cpu aria-hidden /> },
  job: { words: "Open job", icon: <Package aria-hidden /> },
};

/** A line of Go to: a place, or something to do. What one may not do stands there with the reason. */
export function GoToOption({ item, onChoose }: { item: GoToItem; onChoose: () => void }) {
  const refusal = item.kind === "cancel-queued" ? item.refusal : null;
  return (
    <Autocomplete.Item
      value={item}
      disabled={refusal !== null}
      onClick={onChoose}
      className="flex min-h-9 flex-wrap items-center gap-x-2.5 rounded-md px-2.5 py-1.5 text-sm data-disabled:text-muted data-highlighted:bg-accent-soft data-highlighted:not-data-disabled:text-accent [&_svg]:size-4 [&_svg]:shrink-0"
    >
      {item.kind === "cancel-queued" ? (
        <>
          <Ban aria-hidden />
          <span className="min-w-0">
            Cancel all queued {item.on === "thing" ? "on" : "of"}{" "}
            <span className="font-mono wrap-anywhere">{item.name}</span>…
          </span>
          {refusal !== null && <span className="w-full pl-6.5 text-xs">{refusal}</span>}
        </>
      ) : (
        <>
          {LOOK[item.kind].icon}
          <span className="shrink-0">{LOOK[item.kind].words}</span>
          <span className={item.kind === "page" ? "font-medium" : "min-w-0 font-mono wrap-anywhere"}>
            {item.name}
          </span>
          {item.from === "aws" && <span className="ml-auto text-xs text-muted">from AWS’s index</span>}
        </>
      )}
    </Autocomplete.Item>
  );
}
