"use client";

import { useQuery } from "@tanstack/react-query";
import { useConsole } from "@/components/shell/console-context";
import { ExactTime } from "@/components/ui/exact-time";
import { KeyValueStrip } from "@/components/ui/key-values";
import { useNow } from "@/components/ui/now";
import type { Execution } from "@/lib/core/domain/execution";
import { duration } from "@/lib/core/format/duration";
import { versionWord } from "@/lib/core/format/version-words";
import { retryAttemptQuery } from "@/lib/client/queries/executions";

/** Version, numbers and times of an execution, as AWS has them. */
export function ExecutionTimes({ execution }: { execution: Execution }) {
  const { fleet } = useConsole();
  const retry = useQuery(retryAttemptQuery(fleet.id, execution));
  return (
    <KeyValueStrip
      items={[
        { label: "Version", value: versionWord(execution.versionNumber) },
        { label: "Execution number", value: execution.executionNumber ?? "—" },
        {
          label: "Retry attempt",
          value: retry.data ? (retry.data.retryAttempt ?? "—") : retry.isError ? "not read" : "…",
        },
        { label: "Queued", value: <ExactTime date={execution.queuedAt} focusable /> },
        { label: "Started", value: <ExactTime date={execution.startedAt} focusable /> },
        { label: "Last updated", value: <ExactTime date={execution.lastUpdatedAt} focusable /> },
        { label: "Times out", value: <TimesOut execution={execution} /> },
        ...(execution.forceCanceled ? [{ label: "Force", value: "canceled by force" }] : []),
      ]}
    />
  );
}

/** AWS reports the seconds that are left, and only while a timeout runs. */
function TimesOut({ execution: { status, secondsBeforeTimedOut, readAt } }: { execution: Execution }) {
  const now = useNow();
  if (secondsBeforeTimedOut === null) return status === "IN_PROGRESS" ? "never: no timeout is set" : "—";
  const leftMs = readAt.getTime() + secondsBeforeTimedOut * 1000 - now;
  return <>in about {duration(leftMs)}</>;
}
