import { useId, type ReactNode } from "react";
import { joinClasses } from "./join-classes";

/**
 * A titled card: a named region where it has a title. `aside` stands to the right of the title; `padded` false lets a
 * table touch the edges.
 */
export function Panel({
  title,
  aside,
  padded = true,
  className,
  children,
}: {
  title?: ReactNode;
  aside?: ReactNode;
  padded?: boolean;
  className?: string;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section aria-labelledby={title ? id : undefined} className={joinClasses("panel min-w-0", className)}>
      {title && (
        <header className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2">
          <h2 id={id} className="text-base font-semibold text-ink">
            {title}
          </h2>
          {aside}
        </header>
      )}
      {padded ? <div className={title ? "px-4 pb-4" : "p-4"}>{children}</div> : children}
    </section>
  );
}
