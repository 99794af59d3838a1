"use client";
// react-hook-form changes its errors in place, which the compiler takes for no change at all.
"use no memo";

import { useQuery } from "@tanstack/react-query";
import { useFormContext } from "react-hook-form";
import { useConsole } from "@/components/shell/console-context";
import { Checkbox } from "@/components/ui/checkbox";
import { ExactTime } from "@/components/ui/exact-time";
import { Notice } from "@/components/ui/notice";
import { useNow } from "@/components/ui/now";
import type { CancelExecutionCommand } from "@/lib/contracts/cancel-execution";
import type { Execution } from "@/lib/domain/execution";
import { connectivityReason, connectivityWords } from "@/lib/format/thing-words";
import { thingQuery } from "@/lib/queries/things";

/** The warning before a device is cut off, what is known of the device, and the consent, which starts unticked. */
export function ForceConsent({ execution, mayForce }: { execution: Execution; mayForce: boolean }) {
  const { register } = useFormContext<CancelExecutionCommand>();
  return (
    <Notice
      tone="warning"
      title="This device is running the job now."
      controls={
        <div className="flex flex-col gap-2.5">
          <DeviceNow execution={execution} />
          {mayForce && (
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
      Once canceled, it can no longer report progress for this execution. Make sure that it can recover to a
      valid state by itself.
    </Notice>
  );
}

function DeviceNow({ execution }: { execution: Execution }) {
  const { fleet } = useConsole();
  const now = new Date(useNow());
  const thing = useQuery(thingQuery(fleet.id, execution.thingName));
  const progress = Object.entries(execution.statusDetails).map(([key, value]) => `${key}: ${value}`);
  const reason = thing.data && connectivityReason(thing.data.connectivity);

  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 text-xs text-body">
      <dt className="text-muted">Device</dt>
      <dd>
        {thing.data
          ? connectivityWords(thing.data.connectivity, now)
          : thing.isError
            ? "Unknown"
            : "Reading…"}
        {reason && <span className="text-muted"> · {reason}</span>}
      </dd>
      <dt className="text-muted">Last progress</dt>
      <dd className="min-w-0">
        <ExactTime date={execution.lastUpdatedAt} focusable />
        {progress.length > 0 && (
          <span className="line-clamp-3 font-mono wrap-anywhere">{progress.join(" · ")}</span>
        )}
      </dd>
    </dl>
  );
}
