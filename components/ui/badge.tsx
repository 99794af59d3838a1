import type { ReactNode } from "react";
import { joinClasses } from "./join-classes";
import { TONE_CHIP, type Tone } from "./tone";

/** A small chip: an icon, a word, a color. The word must carry the whole meaning. */
export function Badge({
  tone = "neutral",
  icon,
  className,
  children,
}: {
  tone?: Tone;
  icon?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span
      className={joinClasses(
        "inline-flex h-5.5 max-w-full items-center gap-1.5 rounded-[5px] px-1.75 text-xs font-medium whitespace-nowrap [&_svg]:size-3.25 [&_svg]:shrink-0",
        TONE_CHIP[tone],
        className,
      )}
    >
      {icon}
      <span className="truncate">{children}</span>
    </span>
  );
}
