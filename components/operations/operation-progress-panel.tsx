import { Hourglass } from "lucide-react";
import { KeyValueStrip } from "@/components/ui/key-values";
import { Panel } from "@/components/ui/panel";
import type { Tone } from "@/components/ui/tone";
import { countIn, countDone } from "@/lib/core/domain/item-groups";
import {
  isOver,
  type Operation,
  type OperationCounts,
  type OperationPace,
} from "@/lib/core/domain/operation";
import { countWords } from "@/lib/core/format/count";
import { duration } from "@/lib/core/format/duration";
import { isSuspended, stopCauseWords } from "@/lib/core/format/operation-words";
import { speedWords } from "@/lib/core/format/pace-words";
import { OperationBar } from "./operation-bar";

/** The progress by outcome, the rate, and the time left. */
export function OperationProgressPanel({
  operation,
  pace,
  isLastKnown,
}: {
  operation: Operation;
  pace: OperationPace;
  /** The operation can no longer be read: the panel shows the last read, and says nothing of the present. */
  isLastKnown: boolean;
}) {
  const { counts, total, state, stopCause } = operation;
  const done = countDone(counts);
  const percent = total === 0 ? 100 : Math.floor((done / total) * 100);
  return (
    <Panel className="mb-3.5">
      <div className="mb-3 flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
        <p className="text-base text-muted">
          <span className="text-[1.75rem] leading-8 font-semibold text-ink tabular-nums">
            {countWords(done)}
          </span>{" "}
          of {countWords(total)} done · {percent}%
        </p>
        <div className="text-sm sm:text-right">
          <p className="text-body tabular-nums">
            {isLastKnown && !isOver(state) ? "As it was last read." : howFast(operation, pace)}
          </p>
          {!isLastKnown && (state === "running" || state === "stopping") && (
            <p className="text-muted">Continues if you close this page or the server restarts.</p>
          )}
          {stopCause !== null && <p className="text-muted">{stopCauseWords(stopCause)}</p>}
        </div>
      </div>
      {pace.throttled && !isLastKnown && !isSuspended(operation) && (
        <p className="mb-2 flex items-center gap-2 text-sm text-warning">
          <Hourglass aria-hidden className="size-4 shrink-0" />
          AWS is throttling this account: the operation waits and continues more slowly. Nothing is lost.
        </p>
      )}
      <OperationBar counts={counts} />
      <div className="mt-3.5">
        <KeyValueStrip
          items={cells(counts, isOver(state)).map(([label, value, tone]) => ({
            label,
            value: <span className="tabular-nums">{countWords(value)}</span>,
            tone: value === 0 ? "neutral" : tone,
          }))}
        />
      </div>
    </Panel>
  );
}

function howFast(operation: Operation, pace: OperationPace): string {
  const { state, startedAt, createdAt, finishedAt } = operation;
  switch (state) {
    case "running":
      return isSuspended(operation)
        ? "Suspended: nothing is canceled until it continues by itself."
        : speedWords(pace);
    case "paused":
      return "Paused: nothing more is canceled until somebody resumes it.";
    case "stopping":
      return "Stopping: what is under way is being finished.";
    case "stopped":
    case "finished":
      return finishedAt === null
        ? "Over."
        : `Took ${duration(finishedAt.getTime() - (startedAt ?? createdAt).getTime())}.`;
  }
}

/** The usual outcomes are always there, so that they keep their places. Rare ones appear only where they happened. */
function cells(counts: OperationCounts, over: boolean): [string, number, Tone][] {
  const all: [string, number, Tone, boolean][] = [
    ["Canceled", counts.canceled, "success", true],
    ["Already finished", counts["already-finished"], "neutral", true],
    ["Not found", counts["not-found"], "neutral", false],
    ["Changed meanwhile", counts["started-meanwhile"] + counts["changed-meanwhile"], "warning", true],
    ["Failed", counts.denied + counts["gave-up"], "danger", true],
    ["Unknown", counts.unknown, "warning", false],
    ["Stopped", counts.stopped, "neutral", false],
    ["Waiting", countIn("waiting", counts), "neutral", !over],
  ];
  return all.flatMap(([label, value, tone, always]) => (always || value > 0 ? [[label, value, tone]] : []));
}
