import type { ReactNode } from "react";
import { Breadcrumbs, type Crumb } from "./breadcrumbs";

/** The page's only h1, with its badges, a line of facts, how current it is, and its actions. */
export function PageHeader({
  title,
  mono = false,
  crumbs,
  badges,
  meta,
  live,
  actions,
}: {
  title: string;
  mono?: boolean;
  crumbs?: readonly Crumb[];
  badges?: ReactNode;
  meta?: ReactNode;
  live?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="mb-3.5 flex flex-col gap-2">
      {crumbs && <Breadcrumbs crumbs={crumbs} />}
      <div className="flex min-h-8 flex-wrap items-center gap-x-6 gap-y-2">
        <div className="flex min-w-0 flex-1 basis-72 flex-wrap items-center gap-x-2.5 gap-y-1.5">
          <h1 className={`min-w-0 text-lg font-semibold wrap-anywhere text-ink ${mono ? "font-mono" : ""}`}>
            {title}
          </h1>
          {badges}
          {meta && <div className="min-w-0 text-sm wrap-anywhere text-muted">{meta}</div>}
        </div>
        {(live || actions) && (
          <div className="flex flex-wrap items-center gap-2.5">
            {live && <div className="text-sm text-muted">{live}</div>}
            {actions}
          </div>
        )}
      </div>
    </div>
  );
}
