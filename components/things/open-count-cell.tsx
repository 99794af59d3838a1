"use client";

import { useQuery } from "@tanstack/react-query";
import { useConsole } from "@/components/shell/console-context";
import { toFailure } from "@/components/shell/read-error";
import { Skeleton } from "@/components/ui/skeleton";
import { readFailureMessage } from "@/lib/format/read-failure-message";
import { openCountQuery } from "@/lib/queries/executions";

/** How many executions of a thing are open: one call of AWS, so it is asked only for rows in view. */
export function OpenCountCell({ thingName, inView }: { thingName: string; inView: boolean }) {
  const { fleet } = useConsole();
  const count = useQuery({ ...openCountQuery(fleet.id, thingName), enabled: inView });

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
