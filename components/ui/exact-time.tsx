"use client";

import { exactTime } from "@/lib/core/format/exact-time";
import { relativeTime } from "@/lib/core/format/relative-time";
import { useNow } from "./now";
import { useTip } from "./tip";

/**
 * "4 d 2 h ago", with the exact local and UTC time on hover and on focus.
 *
 * `focusable` puts it in the tab order: for facts that stand alone. Leave it out in the rows of a long list, where a
 * tab stop per cell would bury everything else.
 */
export function ExactTime({
  date,
  now,
  focusable = false,
}: {
  date: Date | null | undefined;
  now?: Date | number;
  focusable?: boolean;
}) {
  const ticking = useNow();
  const { target, tip } = useTip(<ExactWords date={date} />);
  const words = relativeTime(date, now ?? ticking);
  if (words === "—") return <span>—</span>;
  return (
    <time
      dateTime={date?.toISOString()}
      tabIndex={focusable ? 0 : undefined}
      className="rounded-xs"
      {...target}
    >
      {words}
      {tip}
    </time>
  );
}

/** Formatted only when it is shown: a long list draws hundreds of times a second while it scrolls. */
function ExactWords({ date }: { date: Date | null | undefined }) {
  const { local, utc } = exactTime(date);
  return (
    <span className="flex flex-col tabular-nums">
      <span>{local}</span>
      <span className="text-muted">{utc}</span>
    </span>
  );
}
