"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { type ReactNode, type RefObject, useRef } from "react";
import { joinClasses } from "./join-classes";
import { useCountAsOpen } from "./open-dialogs";

/**
 * A modal dialog, open for as long as it is mounted: mount it when it is needed, unmount it in `onClose`.
 *
 * It traps the focus and gives it back. Esc and a press outside call `onClose`. Set `dismissible` to false while a
 * request is in flight: then neither does. A press outside is often a slip, so it does nothing while a field has text.
 * Set `keepsTyped` if an earlier view of the dialog has such text: then a press outside never closes it. On small
 * screens the body scrolls and the footer stays.
 *
 * It brings Base UI with it (27 KiB gz): import a file that uses it only through `onDemand`.
 */
export function Dialog({
  title,
  description,
  footer,
  onClose,
  dismissible = true,
  keepsTyped = false,
  size = "md",
  initialFocus,
  finalFocus,
  children,
}: {
  title: ReactNode;
  description?: ReactNode;
  footer?: ReactNode;
  onClose: () => void;
  dismissible?: boolean;
  keepsTyped?: boolean;
  size?: "sm" | "md" | "lg";
  initialFocus?: RefObject<HTMLElement | null>;
  finalFocus?: RefObject<HTMLElement | null>;
  children?: ReactNode;
}) {
  useCountAsOpen();
  // The body gets the focus, and not the first control: that may be a time with a tooltip, or a dangerous button.
  const body = useRef<HTMLDivElement>(null);
  return (
    <Base.Root
      open
      onOpenChange={(open, { reason }) => {
        const isSlip = reason === "outside-press" && (keepsTyped || hasTypedText(body.current));
        if (!open && dismissible && !isSlip) onClose();
      }}
      disablePointerDismissal={!dismissible}
    >
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-50 bg-scrim" />
        <Base.Viewport className="fixed inset-0 z-50 flex items-center justify-center p-3">
          <Base.Popup
            initialFocus={initialFocus ?? body}
            finalFocus={finalFocus}
            className={joinClasses(
              "flex max-h-full w-full flex-col overflow-hidden rounded-xl border border-line bg-panel text-body shadow-float outline-none",
              { sm: "max-w-md", md: "max-w-160", lg: "max-w-3xl" }[size],
            )}
          >
            <div className="px-5.5 pt-4.5 pb-3">
              <Base.Title className="text-lg font-semibold text-ink">{title}</Base.Title>
              {description && (
                <Base.Description className="text-sm wrap-anywhere text-muted" render={<div />}>
                  {description}
                </Base.Description>
              )}
            </div>
            <div
              ref={body}
              tabIndex={-1}
              className="min-h-0 flex-1 overflow-y-auto px-5.5 pt-1 pb-5 outline-none"
            >
              {children}
            </div>
            {footer && (
              <div className="flex flex-wrap items-center justify-end gap-2.5 border-t border-line px-5.5 py-3">
                {footer}
              </div>
            )}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

function hasTypedText(body: HTMLElement | null): boolean {
  const fields = body?.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea") ?? [];
  return [...fields].some(({ type, value }) => type !== "checkbox" && type !== "radio" && value !== "");
}
