import { ConsoleProvider } from "@/components/shell/console-context";
import { Frame } from "@/components/shell/frame";
import { endpointOption } from "@/lib/core/format/cancel-command";
import type { Fleet } from "@/lib/server/config/fleet";
import { isDemo, listFleets } from "@/lib/server/runtime/fleets";
import { requireFleet } from "./require-fleet";

export default async function FleetLayout({ params, children }: LayoutProps<"/[fleet]">) {
  const { fleet, actor } = await requireFleet(params);
  const shown = toShown(fleet);
  const hasIndex = fleet.indexShare > 0;
  const fleets = listFleets(actor).map(toShown);
  const here = {
    ...shown,
    thresholds: fleet.thresholds,
    hasIndex,
    endpointOption: endpointOption(fleet.endpoint, isDemo()),
  };
  return (
    <ConsoleProvider value={{ fleet: here, actor, fleets }}>
      <Frame hasIndex={hasIndex} fleet={shown} fleets={fleets} actor={actor} demo={isDemo()}>
        {children}
      </Frame>
    </ConsoleProvider>
  );
}

/** The facts of a fleet that go to the browser: no address, no role. */
function toShown({ id, name, region, account }: Fleet) {
  return { id, name, region, account };
}
