"use client";

import type { Route } from "next";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

export interface FleetPage {
  name: string;
  href: Route;
  icon: ReactNode;
  /** A word at the end of the line, such as a count. */
  hint?: ReactNode;
}

/** The pages of a fleet: a column where there is room, else a bar. */
export function Navigation({ pages }: { pages: readonly FleetPage[] }) {
  const pathname = usePathname();
  return (
    <nav aria-label="Main" className="px-2.5 py-1.5 md:py-3">
      <ul className="flex gap-1 overflow-x-auto md:flex-col">
        {pages.map(({ name, href, icon, hint }) => (
          <li key={name} className="shrink-0 whitespace-nowrap">
            <Link
              href={href}
              aria-current={currentFor(pathname, href)}
              className="flex min-h-8.5 items-center gap-2.5 rounded-md px-2.5 text-base font-medium text-body -outline-offset-2 hover:bg-hover aria-[current]:bg-hover aria-[current]:font-semibold aria-[current]:text-ink [&_svg]:size-4"
            >
              {icon}
              {name}
              {hint}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** "page" on the page itself, "true" on the pages below it. */
function currentFor(pathname: string, href: string): "page" | "true" | undefined {
  if (pathname === href) return "page";
  return pathname.startsWith(`${href}/`) ? "true" : undefined;
}
