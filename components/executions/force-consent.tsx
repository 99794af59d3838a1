"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useFormContext } from "react-hook-form";
import { useConsole } from "@/components/shell/console-context";
import { Checkbox } from "@/components/ui/checkbox";
import { ExactTime } from "@/components/ui/exact-time";
import { Notice } from "@/components/ui/notice";
import { useNow } from "@/components/ui/now";
import type { CancelExecutionCommand } from "@/lib/core/contracts/cancel-execution";
import { findNextOnDevice, type NextOnDevice } from "@/lib/core/domain/device-queue";
import type { Execution } from "@/lib/core/domain/execution";
import { FORCE_CONSEQUENCE, inProgressSentence, nextSentence } from "@/lib/core/format/force-words";
import { thingExecutionsQuery } from "@/lib/client/queries/executions";
import { thingQuery } from "@/lib/client/queries/things";
import { useQueueJobs } from "./use-queue-jobs";

/**
 * The warning before a device is cut off: what is known of it, what starts next, and the consent, which starts
 * unticked.
 */
export function ForceConsent({ execution, canForce }: { execution: Execution; canForce: boolean }) {
  const { register } = useFormContext<CancelExecutionCommand>();
  const { fleet } = useConsole();
  const now = new Date(useNow());
  const thing = useQuery(thingQuery(fleet.id, execution.thingName));
  const next = useNextOnDevice(execution);
  const progress = Object.entries(execution.statusDetails).map(([key, value]) => `${key}: ${value}`);

  return (
    <Notice
      tone="warning"
      title={inProgressSentence(execution, thing.isError ? null : (thing.data?.connectivity ?? null), now)}
      controls={
        <div className="flex flex-col gap-2.5">
          <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 text-xs text-body">
            {(thing.isError || !thing.data) && (
              <>
                <dt className="text-muted">Device</dt>
                <dd>{thing.isError ? "Its connection could not be read." : "Reading…"}</dd>
              </>
            )}
            <dt className="text-muted">Last update</dt>
            <dd className="min-w-0">
              <ExactTime date={execution.lastUpdatedAt} focusable />
              {progress.length > 0 && (
                <span className="line-clamp-3 font-mono wrap-anywhere">{progress.join(" · ")}</span>
              )}
            </dd>
          </dl>
          {canForce && (
            <Checkbox
              {...register("force")}
              label="Force cancel"
              hint={
                <>
                  Sends <code className="font-mono">force=true</code>: without it AWS IoT refuses to cancel an
                  execution that is in progress.
                </>
              }
            />
          )}
        </div>
      }
    >
      {FORCE_CONSEQUENCE} {next === "reading" ? "Reading what starts next…" : nextSentence(next)}
    </Notice>
  );
}

/** The execution that the device gets once this one has ended. */
function useNextOnDevice(execution: Execution): NextOnDevice | "reading" | "part" | "failed" {
  const { fleet } = useConsole();
  const { thingName } = execution;
  const open = useInfiniteQuery(thingExecutionsQuery(fleet.id, { thingName, tab: "open" }));
  const rows = open.data?.pages.flatMap((page) => page.rows) ?? [];
  const { jobs, isReading } = useQueueJobs(rows);

  // What an earlier read showed may be out of date.
  if (open.isError) return "failed";
  if (!open.data) return "reading";
  if (open.hasNextPage) return "part";
  return isReading ? "reading" : findNextOnDevice(rows, execution, jobs);
}
