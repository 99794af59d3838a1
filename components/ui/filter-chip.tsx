import type { ReactNode } from "react";
import { countWords } from "@/lib/core/format/count";
import { useEarlyInput } from "./use-early-input";

/** A row of filter chips under one accessible name. */
export function FilterChips({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div role="group" aria-label={label} className="flex flex-wrap gap-2">
      {children}
    </div>
  );
}

/**
 * A filter that is on or off, with a count. A native radio or checkbox underneath: chips of one `name` and type "radio"
 * exclude each other.
 */
export function FilterChip({
  type = "checkbox",
  name,
  checked,
  onChange,
  count,
  disabled,
  children,
}: {
  type?: "checkbox" | "radio";
  name?: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  count?: number | string | null;
  disabled?: boolean;
  children: ReactNode;
}) {
  const early = useEarlyInput();
  return (
    <label className="inline-flex h-7 items-center gap-1.5 rounded-full border border-line bg-panel px-2.5 text-sm text-body select-none hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent has-disabled:opacity-50">
      <input
        ref={early}
        type={type}
        name={name}
        autoComplete="off" // or the browser would restore an earlier choice
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
        className="sr-only"
      />
      {children}
      {count != null && (
        <span className="font-medium tabular-nums">
          {typeof count === "number" ? countWords(count) : count}
        </span>
      )}
    </label>
  );
}
