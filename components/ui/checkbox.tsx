"use client";

import { useId, type ComponentProps, type ReactNode } from "react";
import { joinClasses } from "./join-classes";

// Drawn by hand so that it looks the same everywhere; in forced colours the system draws its own.
export const CHECKBOX_CLASS =
  "relative size-4 shrink-0 appearance-none rounded-sm border border-line-strong bg-panel hover:border-muted " +
  "checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent " +
  "before:absolute before:inset-0 before:hidden before:bg-on-accent checked:before:block indeterminate:before:block " +
  "before:[clip-path:polygon(14%_52%,26%_40%,42%_56%,74%_22%,86%_34%,42%_80%)] " +
  "indeterminate:before:[clip-path:inset(43%_20%)] " +
  "disabled:not-checked:border-dashed disabled:not-checked:bg-hover disabled:checked:opacity-60 forced-colors:appearance-auto forced-colors:before:hidden";

/**
 * A native checkbox with its words. `label` is its accessible name; `hint` describes it.
 * `indeterminate` draws the dash of a half-ticked header.
 */
export function Checkbox({
  label,
  labelHidden = false,
  hint,
  indeterminate = false,
  className,
  ...props
}: Omit<ComponentProps<"input">, "type" | "ref"> & {
  label: ReactNode;
  labelHidden?: boolean;
  hint?: ReactNode;
  indeterminate?: boolean;
  ref?: React.Ref<HTMLInputElement>;
}) {
  const ownId = useId();
  const id = props.id ?? ownId;
  const hintId = hint ? `${id}-hint` : undefined;
  return (
    <span className={joinClasses("inline-flex items-start gap-2.5", className)}>
      <input
        {...props}
        id={id}
        type="checkbox"
        aria-describedby={hintId}
        ref={(element) => {
          if (element) element.indeterminate = indeterminate;
          return passRef(props.ref, element);
        }}
        className={`${CHECKBOX_CLASS} mt-0.5`}
      />
      <span className="min-w-0">
        <label htmlFor={id} className={labelHidden ? "sr-only" : "text-sm font-medium text-ink"}>
          {label}
        </label>
        {hint && (
          <span id={hintId} className="block text-xs text-muted">
            {hint}
          </span>
        )}
      </span>
    </span>
  );
}

function passRef(ref: React.Ref<HTMLInputElement> | undefined, element: HTMLInputElement | null) {
  if (typeof ref === "function") return ref(element);
  if (ref) ref.current = element;
}
