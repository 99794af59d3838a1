"use client";

import { useQuery } from "@tanstack/react-query";
import { useConsole } from "@/components/shell/console-context";
import { toFailure } from "@/components/shell/read-error";
import { Skeleton } from "@/components/ui/skeleton";
import { useNow } from "@/components/ui/now";
import type { OpenOfThing } from "@/lib/core/domain/triage";
import { countWords } from "@/lib/core/format/count";
import { readFailureMessage } from "@/lib/core/format/read-failure-message";
import { relativeTime } from "@/lib/core/format/relative-time";
import { openCountQuery } from "@/lib/client/queries/executions";

/**
 * How many executions of a thing are open: from the index, with its age, where it knows. Else from AWS, at one call a
 * row, only for rows in view.
 *
 * @param known undefined until the index has answered; null where it has nothing of this thing
 */
export function OpenCountCell({
  thingName,
  inView,
  known,
}: {
  thingName: string;
  inView: boolean;
  known: OpenOfThing | null | undefined;
}) {
  const { fleet } = useConsole();
  const count = useQuery({ ...openCountQuery(fleet.id, thingName), enabled: inView && known === null });
  const now = useNow();

  if (known)
    return (
      <span title={`By the index, read ${relativeTime(known.readAt, now)}`}>
        {countWords(known.open)}
        {known.inProgress > 0 && <span className="text-muted"> · {known.inProgress} in progress</span>}
      </span>
    );

  if (count.data) {
    const { open, inProgress, atLeast } = count.data;
    if (open === 0) return <span className="text-muted">{atLeast ? "0 or more" : "none"}</span>;
    return (
      <>
        {open}
        {atLeast && "+"}
        {inProgress > 0 && <span className="text-muted"> · {inProgress} in progress</span>}
      </>
    );
  }
  if (count.error)
    return (
      <span className="text-muted" title={readFailureMessage(toFailure(count.error))}>
        not read
      </span>
    );
  return <Skeleton className="w-12" />;
}
