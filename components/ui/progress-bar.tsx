/** How far something has come, out of a known whole; without a known whole, leave `max` out. */
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
