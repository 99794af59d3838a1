import { ChevronRight } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";

export interface Crumb {
  label: string;
  /** Left out for the page itself. */
  href?: Route;
  mono?: boolean;
}

/** The pages above this one, ending with this one. */
export function Breadcrumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumbs">
      <ol className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
        {crumbs.map((crumb, index) => (
          <li key={index} className={`flex min-w-0 items-center gap-2 ${crumb.mono ? "font-mono" : ""}`}>
            {index > 0 && <ChevronRight aria-hidden className="size-3.5 shrink-0" />}
            {crumb.href ? (
              <Link href={crumb.href} className="wrap-anywhere hover:text-ink hover:underline">
                {crumb.label}
              </Link>
            ) : (
              <span aria-current="page" className="wrap-anywhere">
                {crumb.label}
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
