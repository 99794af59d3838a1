import { Hand } from "lucide-react";
import type { ReactNode } from "react";

/** A page that consists of a message: not found, or an error. Works inside the frame and without it. */
export function FullPageMessage({
  title,
  actions,
  children,
}: {
  title: string;
  actions: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="mx-auto flex min-h-[60dvh] max-w-md flex-col justify-center gap-3 px-4 py-12">
      <Hand aria-hidden className="size-6 text-muted" />
      <h1 className="text-xl font-semibold text-ink">{title}</h1>
      <div className="text-base text-body">{children}</div>
      <div className="mt-2 flex flex-wrap gap-2.5">{actions}</div>
    </div>
  );
}
