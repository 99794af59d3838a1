import { RadioTower } from "lucide-react";
import { fleetPlace } from "./fleet-place";
import type { ShellFleet } from "./shell-fleet";

/** The fleet of this page: name, account and region. */
export function FleetBadge({ fleet }: { fleet: ShellFleet }) {
  return (
    <div
      role="group"
      aria-label="Fleet"
      className="flex h-8 min-w-0 items-center gap-2 rounded-md border border-line px-2.5 text-sm"
    >
      <FleetName fleet={fleet} />
    </div>
  );
}

export function FleetName({ fleet }: { fleet: ShellFleet }) {
  return (
    <>
      <RadioTower aria-hidden className="size-3.5 shrink-0 text-body" />
      <span className="truncate font-medium text-ink">{fleet.name}</span>
      <span className="hidden truncate text-body lg:inline">{fleetPlace(fleet)}</span>
    </>
  );
}
