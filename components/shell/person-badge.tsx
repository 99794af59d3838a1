import type { Actor } from "@/lib/auth/actor";

/** Who is looking, and in which role. */
export function PersonBadge({ actor }: { actor: Pick<Actor, "name" | "role"> }) {
  return (
    <div className="flex items-center gap-2 text-sm text-body" title={`${actor.name}, ${actor.role}`}>
      <span
        aria-hidden
        className="flex size-6.5 shrink-0 items-center justify-center rounded-full bg-accent-soft text-2xs font-semibold text-accent"
      >
        {actor.name.slice(0, 2).toUpperCase()}
      </span>
      <span className="sr-only">{actor.name},</span>
      <span className="sr-only sm:not-sr-only">{actor.role}</span>
    </div>
  );
}
