import { Check, ChevronsUpDown } from "lucide-react";
import { FleetName } from "./fleet-badge";
import { FleetLink } from "./fleet-link";
import { fleetPlace } from "./fleet-place";
import type { ShellFleet } from "./shell-fleet";

/**
 * The fleet of this page, and links to the same page of the others, in the browser's own popover. A server component
 * except for the links.
 */
export function FleetSwitcher({ fleet, fleets }: { fleet: ShellFleet; fleets: readonly ShellFleet[] }) {
  return (
    <>
      <button
        type="button"
        popoverTarget="fleet-choice"
        className="flex h-8 min-w-0 items-center gap-2 rounded-md border border-line px-2.5 text-sm hover:bg-hover"
      >
        <span className="sr-only">Fleet:</span>
        <FleetName fleet={fleet} />
        <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-body" />
      </button>
      <nav
        id="fleet-choice"
        popover="auto"
        aria-label="Fleets"
        className="fixed inset-auto top-14 left-4 m-0 mt-1 max-h-[70dvh] max-w-[calc(100vw-2rem)] overflow-y-auto rounded-lg border border-line-strong bg-panel p-1 text-sm text-body shadow-float supports-[position-area:bottom]:top-auto supports-[position-area:bottom]:left-auto supports-[position-area:bottom]:[position-area:bottom_span-right]"
      >
        <ul>
          {fleets.map((each) => (
            <li key={each.id}>
              <FleetLink fleetId={each.id} isCurrent={each.id === fleet.id}>
                <Check
                  aria-hidden
                  className={`size-4 shrink-0 text-accent ${each.id === fleet.id ? "" : "invisible"}`}
                />
                <span className="font-medium text-ink">{each.name}</span>
                <span className="ml-auto pl-4 text-xs whitespace-nowrap">{fleetPlace(each)}</span>
              </FleetLink>
            </li>
          ))}
        </ul>
      </nav>
    </>
  );
}
