"use client";

import { CircleCheck, CircleX, Info, X } from "lucide-react";
import Link from "next/link";
import { useSyncExternalStore } from "react";
import {
  dismissToast,
  holdToast,
  readToasts,
  scheduleDismissal,
  subscribeToToasts,
  type Toast,
  type ToastTone,
} from "./toast";

const NONE: readonly Toast[] = [];

const ICON: Record<ToastTone, React.ReactNode> = {
  success: <CircleCheck aria-label="Done" className="text-success" />,
  info: <Info aria-label="Note" className="text-info" />,
  error: <CircleX aria-label="Error" className="text-danger" />,
};

/** Where toasts appear, once a page. It must be there before the first toast, or screen readers miss that one. */
export function ToastRegion() {
  const toasts = useSyncExternalStore(subscribeToToasts, readToasts, () => NONE);
  return (
    <section
      aria-label="Notifications"
      aria-live="polite"
      aria-relevant="additions"
      className="pointer-events-none fixed right-4 bottom-4 z-60 flex w-96 max-w-[calc(100vw-2rem)] flex-col gap-2"
    >
      {toasts.map((shown) => (
        <ToastCard key={shown.id} {...shown} />
      ))}
    </section>
  );
}

function ToastCard({ id, tone, title, href, linkText }: Toast) {
  const hold = () => holdToast(id);
  const release = () => tone !== "error" && scheduleDismissal(id);
  return (
    <div
      onPointerEnter={hold}
      onPointerLeave={release}
      onFocus={hold}
      onBlur={release}
      className="pointer-events-auto flex items-start gap-2.5 rounded-lg border border-line-strong bg-panel px-3.5 py-3 text-sm text-ink shadow-float"
    >
      <span className="pt-0.5 [&_svg]:size-4">{ICON[tone]}</span>
      <div className="min-w-0 flex-1 wrap-anywhere">
        {title}
        {href && (
          <Link href={href} className="ml-2 font-medium text-accent underline">
            {linkText ?? "Show"}
          </Link>
        )}
      </div>
      <button
        type="button"
        aria-label="Dismiss"
        onClick={() => dismissToast(id)}
        className="-m-1 rounded-md p-1 text-muted hover:bg-hover"
      >
        <X aria-hidden className="size-4" />
      </button>
    </div>
  );
}
