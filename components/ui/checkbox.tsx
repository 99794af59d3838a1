"use client";

import { useId, type ComponentProps, type ReactNode } from "react";
import { CHECKBOX_CLASS } from "./checkbox-class";
import { joinClasses } from "./join-classes";
import { useEarlyInput } from "./use-early-input";

/**
 * A native checkbox with its label. `label` is its accessible name; `hint` describes it.
 * `indeterminate` draws the dash of a half-ticked header.
 */
export function Checkbox({
  label,
  labelHidden = false,
  hint,
  indeterminate = false,
  className,
  ref,
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
  const early = useEarlyInput(ref);
  const hintId = hint ? `${id}-hint` : undefined;
  return (
    <span className={joinClasses("inline-flex items-start gap-2.5", className)}>
      <input
        autoComplete="off"
        {...props}
        id={id}
        type="checkbox"
        aria-describedby={hintId}
        ref={(element) => {
          if (element) element.indeterminate = indeterminate;
          return early(element);
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
