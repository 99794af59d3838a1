import { FlaskConical, Hand } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import type { Actor } from "@/lib/core/permissions/actor";
import { FleetBadge } from "./fleet-badge";
import { FleetSwitcher } from "./fleet-switcher";
import { thingsHref } from "./fleet-href";
import { fleetPages } from "./fleet-pages";
import { GoTo } from "./go-to";
import { Navigation } from "./navigation";
import { readTheme } from "./read-theme";
import type { ShellFleet } from "./shell-fleet";
import { Shortcuts } from "./shortcuts";
import { ThemeSwitch } from "./theme-switch";
import { UserMenu } from "./user-menu";

// The navigation fills the window below the bar.
const BAR_HEIGHT = { plain: "[--bar:53px]", withBanner: "[--bar:80px]" };

/**
 * The frame of every page of a fleet: skip link, top bar, navigation, and the main landmark with `children`. A server
 * component: its only script is a few buttons, and dialogs on demand.
 *
 * @param fleets all fleets that this person may see
 * @param health a line at the bottom of the navigation about the state of AWS
 */
export async function Frame({
  fleet,
  fleets,
  actor,
  demo,
  hasIndex,
  health,
  children,
}: {
  fleet: ShellFleet;
  fleets: readonly ShellFleet[];
  actor: Pick<Actor, "name" | "email" | "role">;
  demo: boolean;
  hasIndex: boolean;
  health?: ReactNode;
  children: ReactNode;
}) {
  const theme = await readTheme();
  return (
    <div className={`flex min-h-dvh flex-col ${demo ? BAR_HEIGHT.withBanner : BAR_HEIGHT.plain}`}>
      <a
        href="#main"
        className="fixed top-2 left-2 z-60 -translate-y-16 rounded-md border border-accent bg-panel px-3 py-1.5 text-sm font-medium text-accent focus:translate-y-0"
      >
        Skip to content
      </a>
      <header className="sticky top-0 z-40 border-b border-line bg-panel">
        {demo && <DemoBanner />}
        <div className="flex h-13 items-center gap-2 px-4 md:gap-3">
          <Link
            href={thingsHref(fleet.id)}
            aria-label="Standdown, to the things"
            className="flex items-center gap-2.5 rounded-md text-base font-semibold text-ink md:w-49"
          >
            <span className="flex size-5.5 items-center justify-center rounded-md bg-ink text-panel">
              <Hand aria-hidden className="size-3.5" />
            </span>
            <span className="hidden sm:inline">Standdown</span>
          </Link>
          {fleets.length > 1 ? <FleetSwitcher fleet={fleet} fleets={fleets} /> : <FleetBadge fleet={fleet} />}
          <div className="flex flex-1 justify-end md:justify-center">
            <GoTo fleetId={fleet.id} />
          </div>
          <ThemeSwitch initial={theme} />
          <UserMenu actor={actor} fleetId={fleet.id} />
        </div>
      </header>
      <div className="flex flex-1 flex-col md:flex-row">
        <div className="border-b border-line bg-panel md:sticky md:top-(--bar) md:flex md:h-[calc(100dvh-var(--bar))] md:w-53 md:shrink-0 md:flex-col md:border-r md:border-b-0">
          <Navigation pages={fleetPages(fleet.id, actor.role, hasIndex)} />
          {health && (
            <footer className="hidden px-5 py-6 text-xs text-muted md:mt-auto md:block">{health}</footer>
          )}
        </div>
        <main id="main" tabIndex={-1} className="min-w-0 flex-1 px-4 py-5 outline-none md:px-7">
          {children}
        </main>
      </div>
      <Shortcuts />
    </div>
  );
}

function DemoBanner() {
  return (
    <p className="flex items-center justify-center gap-2 border-b border-warning-line bg-warning-panel px-4 py-1 text-center text-xs text-warning">
      <FlaskConical aria-hidden className="size-3.5 shrink-0" />
      <span>
        <strong className="font-semibold">Simulated fleet.</strong>{" "}
        <span className="hidden sm:inline">Nothing here reaches AWS or a real device.</span>
      </span>
    </p>
  );
}
