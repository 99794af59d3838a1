import { RadioTower } from "lucide-react";
import type { ShellFleet } from "./shell-fleet";

const ACCOUNT_ID = /^(\d{4})(\d{4})(\d{4})$/;

/** Which fleet one is looking at: name, account and region. */
export function FleetBadge({ fleet }: { fleet: ShellFleet }) {
  const region = fleet.region === fleet.name ? null : fleet.region;
  const place = [fleet.account?.replace(ACCOUNT_ID, "$1-$2-$3"), region].filter(Boolean).join(" · ");
  return (
    <div
      role="group"
      aria-label="Fleet"
      className="flex h-8 min-w-0 items-center gap-2 rounded-md border border-line px-2.5 text-sm"
    >
      <RadioTower aria-hidden className="size-3.5 shrink-0 text-body" />
      <span className="truncate font-medium text-ink">{fleet.name}</span>
      {place && <span className="hidden truncate text-body lg:inline">{place}</span>}
    </div>
  );
}
