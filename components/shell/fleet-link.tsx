"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { samePageHref } from "./fleet-href";

/** Opens the current page for another fleet, and closes the popover around the link. */
export function FleetLink({
  fleetId,
  isCurrent,
  children,
}: {
  fleetId: string;
  isCurrent: boolean;
  children: ReactNode;
}) {
  return (
    <Link
      href={samePageHref(usePathname(), fleetId)}
      aria-current={isCurrent ? "true" : undefined}
      onClick={(click) => click.currentTarget.closest<HTMLElement>("[popover]")?.hidePopover()}
      className="flex min-h-8 items-center gap-3 rounded-md px-2.5 py-1 -outline-offset-2 hover:bg-hover"
    >
      {children}
    </Link>
  );
}
