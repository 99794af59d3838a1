"use client";

import { LoaderCircle } from "lucide-react";
import type { ComponentProps, MouseEvent } from "react";
import { buttonClass, type ButtonSize, type ButtonVariant } from "./button-class";
import { useTip } from "./tip";

export interface ButtonProps extends ComponentProps<"button"> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** The deed is under way: a spinner shows and further clicks do nothing. */
  pending?: boolean;
  /** Why it cannot be used now. The button keeps its place in the tab order and tells the reason. */
  disabledReason?: string | null;
}

/** A button. While pending or refused it stays focusable, so that focus and its explanation are never lost. */
export function Button({ disabledReason, ...props }: ButtonProps) {
  return disabledReason ? <RefusedButton {...props} reason={disabledReason} /> : <PlainButton {...props} />;
}

function PlainButton({
  variant = "default",
  size = "md",
  pending = false,
  className,
  children,
  ...props
}: ButtonProps) {
  return (
    <button
      type="button"
      {...props}
      {...(pending && { "aria-disabled": true, "aria-busy": true, onClick: refuse })}
      className={buttonClass(variant, size, className)}
    >
      {pending && <LoaderCircle aria-hidden className="animate-spin" />}
      {children}
    </button>
  );
}

function RefusedButton({ reason, ...props }: Omit<ButtonProps, "disabledReason"> & { reason: string }) {
  const { target, tip } = useTip(reason);
  return (
    <>
      <PlainButton {...props} {...target} aria-disabled onClick={refuse} />
      {tip}
    </>
  );
}

/** Also keeps a submit button from submitting. */
function refuse(event: MouseEvent) {
  event.preventDefault();
  event.stopPropagation();
}
