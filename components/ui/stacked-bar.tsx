import { countWords } from "@/lib/core/format/count";
import { joinClasses } from "./join-classes";
import { TONE_FILL, type Tone } from "./tone";

export interface BarSegment {
  id: string;
  label: string;
  value: number;
  /** `past`: over, neither a success nor a failure. Looks different from neutral. */
  tone: Tone | "past";
}

const FILL = { ...TONE_FILL, past: "bg-neutral" };

/**
 * Shares of a whole as one bar. Read aloud as "label: Queued 1,492, Failed 144". A share above zero is always wide
 * enough to see.
 */
export function StackedBar({
  label,
  segments,
  rest = 0,
}: {
  label: string;
  segments: readonly BarSegment[];
  /** The part of the whole that is left empty. */
  rest?: number;
}) {
  const shown = segments.filter((segment) => segment.value > 0);
  const words = shown.map((segment) => `${segment.label} ${countWords(segment.value)}`).join(", ");
  return (
    <div
      role="img"
      aria-label={`${label}: ${words || "nothing yet"}`}
      className="flex h-2 w-full gap-px overflow-hidden rounded-full bg-hover"
    >
      {shown.map((segment) => (
        <span
          key={segment.id}
          style={{ flexGrow: segment.value }}
          className={joinClasses("min-w-1 basis-0", FILL[segment.tone])}
        />
      ))}
      {rest > 0 && <span style={{ flexGrow: rest }} className="basis-0" />}
    </div>
  );
}
