import { Ban, Cpu, ListChecks, Package, SquareArrowOutUpRight } from "lucide-react";
import type { GoToItem } from "./go-to-items";

type Place = Exclude<GoToItem, { kind: "cancel-queued" }>;

const LOOK: Record<Place["kind"], { words: string; icon: React.ReactNode }> = {
  page: { words: "Page", icon: <SquareArrowOutUpRight aria-hidden /> },
  operation: { words: "Open operation", icon: <ListChecks aria-hidden /> },
  thing: { words: "Open thing", icon: <Cpu aria-hidden /> },
  job: { words: "Open job", icon: <Package aria-hidden /> },
};

/** A line of Go to: a place or an action. An action that is not permitted shows the reason. */
export function GoToOption({
  id,
  item,
  isActive,
  onPoint,
  onChoose,
}: {
  id: string;
  item: GoToItem;
  isActive: boolean;
  onPoint: () => void;
  onChoose: () => void;
}) {
  const refusal = item.kind === "cancel-queued" ? item.refusal : null;
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      aria-disabled={refusal !== null || undefined}
      onPointerDown={(event) => event.preventDefault()} // the input keeps the focus
      onPointerMove={() => isActive || onPoint()}
      onClick={onChoose}
      className="flex min-h-9 flex-wrap items-center gap-x-2.5 rounded-md px-2.5 py-1.5 text-sm aria-disabled:text-muted aria-selected:bg-accent-soft not-aria-disabled:aria-selected:text-accent [&_svg]:size-4 [&_svg]:shrink-0"
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
    </div>
  );
}
