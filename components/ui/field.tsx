import type { ReactNode } from "react";

export interface FieldProps {
  label: ReactNode;
  /** Shows the label to screen readers only, where the place itself says what the field is. */
  labelHidden?: boolean;
  hint?: ReactNode;
  error?: string | null;
}

export const CONTROL_CLASS =
  "w-full min-w-0 rounded-md border border-line-strong bg-panel px-2.5 text-sm text-ink hover:border-muted focus-visible:border-accent aria-invalid:border-danger disabled:opacity-50";

/** The attributes by which a control refers to its own hint and error. */
export function controlDescription(id: string, { hint, error }: Pick<FieldProps, "hint" | "error">) {
  const ids = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return { id, "aria-describedby": ids || undefined, "aria-invalid": error ? true : undefined };
}

/** Label above, hint below it, then the control, then the error, announced as it appears. */
export function Field({
  id,
  label,
  labelHidden = false,
  hint,
  error,
  children,
}: FieldProps & { id: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <label htmlFor={id} className={labelHidden ? "sr-only" : "mb-1 block text-sm font-medium text-ink"}>
        {label}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="mb-1 text-xs text-muted">
          {hint}
        </p>
      )}
      {children}
      <div aria-live="polite">
        {error && (
          <p id={`${id}-error`} className="mt-1 text-xs text-danger">
            {error}
          </p>
        )}
      </div>
    </div>
  );
}
