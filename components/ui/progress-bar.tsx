/** Progress out of a known total. Leave `max` out where the total is not known. */
export function ProgressBar({ label, value, max }: { label: string; value: number; max?: number }) {
  return (
    <progress
      aria-label={label}
      value={max === undefined ? undefined : value}
      max={max}
      className="h-2 w-full appearance-none overflow-hidden rounded-full bg-neutral-soft [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-neutral-soft [&::-webkit-progress-value]:bg-accent"
    />
  );
}
