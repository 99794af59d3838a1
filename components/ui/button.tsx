"use client";

import { LoaderCircle } from "lucide-react";
import type { ComponentProps, MouseEvent } from "react";
import { buttonClass, type ButtonSize, type ButtonVariant } from "./button-class";
import { useTip } from "./tip";

export interface ButtonProps extends ComponentProps<"button"> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** The action is under way: a spinner shows and further clicks do nothing. */
  pending?: boolean;
  /** Why the button cannot be used now. It stays in the tab order and explains itself. */
  disabledReason?: string | null;
}

/**
 * A button. While it is pending or disabled it stays the same, focusable element, so that neither the focus nor the
 * explanation is lost, even where its own action disables it.
 */
export function Button({
  variant = "default",
  size = "md",
  pending = false,
  disabledReason,
  className,
  children,
  ...props
}: ButtonProps) {
  const { target, tip } = useTip(disabledReason);
  const isRefused = Boolean(disabledReason);
  return (
    <>
      <button
        type="button"
        {...props}
        {...(isRefused ? target : { onPointerLeave: target.onPointerLeave, onBlur: target.onBlur })}
        {...(pending && { "aria-busy": true })}
        {...((pending || isRefused) && { "aria-disabled": true, onClick: refuse })}
        className={buttonClass(variant, size, className)}
      >
        {pending && <LoaderCircle aria-hidden className="animate-spin" />}
        {children}
      </button>
      {isRefused && tip}
    </>
  );
}

/** Also keeps a submit button from submitting. */
function refuse(event: MouseEvent) {
  event.preventDefault();
  event.stopPropagation();
}
