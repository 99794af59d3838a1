"use client";

import Link from "next/link";
import { useConsole } from "@/components/shell/console-context";
import { executionHref } from "@/components/shell/fleet-href";
import { useSearchState } from "@/components/shell/use-search-state";
import { ChoiceChips } from "@/components/ui/choice-chips";
import { useNow } from "@/components/ui/now";
import { Panel } from "@/components/ui/panel";
import { useTip } from "@/components/ui/tip";
import { thingExecutionsFilter } from "@/lib/core/contracts/filters";
import type { ExecutionSummary } from "@/lib/core/domain/execution";
import { executionStatusWord } from "@/lib/core/format/execution-status-word";
import { relativeTime } from "@/lib/core/format/relative-time";
import { retryWords, TimelineTable, TimelineTimes } from "./timeline-table";
import { layOutTimeline, type TimelineSpan } from "./timeline-spans";

/**
 * The thing's executions over time, one line each: waiting in gray, running in color, hatched while a running one was
 * silent. Each line shows its times on hover and on focus; a table holds the same.
 */
export function ThingTimeline({ executions }: { executions: readonly ExecutionSummary[] }) {
  const now = new Date(useNow());
  const search = useSearchState(thingExecutionsFilter);
  const shape = search.state.timeline;
  const timeline = layOutTimeline(executions, now);
  if (timeline === null) return null;

  return (
    <Panel
      title="Timeline"
      aside={<Shape shape={shape} onChange={(next) => search.push({ timeline: next })} />}
    >
      {shape === "table" ? (
        <TimelineTable spans={timeline.spans} now={now} />
      ) : (
        <ol className="flex flex-col gap-1.5 border-x border-line">
          {timeline.spans.map((span) => (
            <Line key={`${span.execution.jobId}/${span.execution.executionNumber}`} span={span} now={now} />
          ))}
        </ol>
      )}
      <p className="mt-2 flex flex-wrap justify-between gap-x-4 text-xs text-muted">
        {shape === "chart" && <span>{relativeTime(timeline.from, now)}</span>}
        {shape === "chart" && timeline.spans.some(isSilent) && (
          <span className="flex items-center gap-1.5">
            <span aria-hidden className={`inline-block h-3 w-6 ${HATCHED}`} />
            no update
          </span>
        )}
        {timeline.left > 0 && <span>{timeline.left} more in the lists above</span>}
        {shape === "chart" && <span>now</span>}
      </p>
    </Panel>
  );
}

type TimelineShape = "chart" | "table";

function Shape({ shape, onChange }: { shape: TimelineShape; onChange: (shape: TimelineShape) => void }) {
  return (
    <ChoiceChips
      label="Timeline as"
      name="timeline"
      choices={["chart", "table"] as const}
      words={(choice) => (choice === "chart" ? "Chart" : "Table")}
      chosen={shape}
      onChange={onChange}
    />
  );
}

const HATCHED =
  "rounded-sm border border-dashed border-warning bg-[repeating-linear-gradient(135deg,transparent_0_5px,var(--color-warning-line)_5px_6px)]";

const isSilent = ({ silentFrom, to }: TimelineSpan) => silentFrom !== null && to > silentFrom;

const percent = (fraction: number) => `${(fraction * 100).toFixed(2)}%`;

function Line({ span, now }: { span: TimelineSpan; now: Date }) {
  const { fleet } = useConsole();
  const { execution, queuedFrom, startedAt, silentFrom, to } = span;
  const waitsUntil = startedAt ?? to;
  const { target, tip } = useTip(<TimelineTimes execution={execution} now={now} />);
  // A name that starts in the right half ends where its bar starts.
  const isLate = queuedFrom > 0.6;
  return (
    <li className="relative h-7">
      <span
        aria-hidden
        className="absolute inset-y-0 min-w-1 rounded-sm border border-line-strong bg-neutral-soft"
        style={{ left: percent(queuedFrom), width: percent(waitsUntil - queuedFrom) }}
      />
      {startedAt !== null && (
        <span
          aria-hidden
          className={`absolute inset-y-0 min-w-1 rounded-sm border ${runClass(execution.status)}`}
          style={{ left: percent(startedAt), width: percent(to - startedAt) }}
        />
      )}
      {silentFrom !== null && isSilent(span) && (
        <span
          aria-hidden
          className={`absolute inset-y-0 ${HATCHED}`}
          style={{ left: percent(silentFrom), width: percent(to - silentFrom) }}
        />
      )}
      <Link
        {...target}
        href={executionHref(fleet.id, execution.thingName, execution.jobId)}
        prefetch={false}
        className="absolute inset-y-0 flex max-w-full items-center truncate px-2 text-xs text-ink hover:underline"
        style={isLate ? { right: percent(1 - queuedFrom) } : { left: percent(queuedFrom) }}
      >
        <span className="truncate rounded-xs bg-panel/80 px-1">
          <span className="font-mono">{execution.jobId}</span>
          <span className="text-muted">
            {" · "}
            {executionStatusWord(execution.status).toLowerCase()}
            {retryWords(execution)}
          </span>
          <span className="sr-only">{spokenTimes(execution, now)}</span>
        </span>
        {tip}
      </Link>
    </li>
  );
}

function runClass(status: string): string {
  switch (status) {
    case "IN_PROGRESS":
      return "border-info bg-info-soft";
    case "SUCCEEDED":
      return "border-success bg-success-soft";
    case "FAILED":
    case "REJECTED":
      return "border-danger bg-danger-soft";
    case "TIMED_OUT":
      return "border-warning bg-warning-soft";
    default:
      return "border-line-strong bg-neutral-soft";
  }
}

function spokenTimes({ queuedAt, startedAt, lastUpdatedAt }: ExecutionSummary, now: Date): string {
  const started = startedAt ? `, started ${relativeTime(startedAt, now)}` : ", never started";
  return `, queued ${relativeTime(queuedAt, now)}${started}, last updated ${relativeTime(lastUpdatedAt, now)}`;
}
