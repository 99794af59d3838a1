import { joinClasses } from "./join-classes";

/** A gray placeholder for what is loading. Silent for screen readers: say "Loading" beside it. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden
      className={joinClasses("block h-3 animate-pulse rounded-sm bg-neutral-soft", className)}
    />
  );
}

/** Lines of placeholders with a spoken "Loading". */
export function SkeletonRows({ rows = 6, label = "Loading" }: { rows?: number; label?: string }) {
  return (
    <div role="status" className="flex flex-col">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="flex h-10.25 items-center gap-8 border-b border-line px-3 last:border-0">
          <Skeleton className="w-1/4" />
          <Skeleton className="w-20" />
          <Skeleton className="w-1/6" />
        </div>
      ))}
    </div>
  );
}
