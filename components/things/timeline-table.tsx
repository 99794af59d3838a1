import Link from "next/link";
import { useConsole } from "@/components/shell/console-context";
import { executionHref } from "@/components/shell/fleet-href";
import { ExactTime } from "@/components/ui/exact-time";
import type { ExecutionSummary } from "@/lib/core/domain/execution";
import { executionStatusWord } from "@/lib/core/format/execution-status-word";
import { duration } from "@/lib/core/format/duration";
import type { TimelineSpan } from "./timeline-spans";

const HEADERS = ["Job", "Status", "Queued", "Waited", "Ran", "No update for"] as const;

/** The timeline in words: how long each execution waited, ran, and was silent. */
export function TimelineTable({ spans, now }: { spans: readonly TimelineSpan[]; now: Date }) {
  const { fleet } = useConsole();
  return (
    <div role="region" aria-label="Timeline as a table, scrollable" tabIndex={0} className="overflow-x-auto">
      <table aria-label="Timeline" className="w-full min-w-160 text-left text-sm">
        <thead className="text-xs text-muted">
          <tr>
            {HEADERS.map((header) => (
              <th key={header} scope="col" className="border-b border-line py-1.5 pr-3 font-medium">
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {spans.map(({ execution }) => {
            const spansOf = spansOfExecution(execution, now);
            return (
              <tr key={`${execution.jobId}/${execution.executionNumber}`}>
                <th scope="row" className="py-1.5 pr-3 font-mono font-normal wrap-anywhere">
                  <Link
                    href={executionHref(fleet.id, execution.thingName, execution.jobId)}
                    prefetch={false}
                    className="hover:underline"
                  >
                    {execution.jobId}
                  </Link>
                </th>
                <td className="py-1.5 pr-3">
                  {executionStatusWord(execution.status)}
                  {retryWords(execution)}
                </td>
                <td className="py-1.5 pr-3">
                  <ExactTime date={execution.queuedAt} />
                </td>
                {spansOf.map((span, at) => (
                  <td key={HEADERS[at + 3]} className="py-1.5 pr-3 tabular-nums">
                    {span ?? "—"}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** The same for one execution, as the tooltip of its line in the chart. */
export function TimelineTimes({ execution, now }: { execution: ExecutionSummary; now: Date }) {
  const [waited, ran, silent] = spansOfExecution(execution, now);
  return (
    <span className="flex flex-col tabular-nums">
      <span>{executionStatusWord(execution.status)}</span>
      {waited && <span className="text-muted">Waited {waited}</span>}
      {ran && <span className="text-muted">Ran {ran}</span>}
      {silent && <span className="text-muted">No update for {silent}</span>}
    </span>
  );
}

/** " · retry 2", where it was retried. */
export function retryWords({ retryAttempt }: ExecutionSummary): string {
  return retryAttempt !== null && retryAttempt > 0 ? ` · retry ${retryAttempt}` : "";
}

/** How long it waited, ran, and was silent while in progress. */
function spansOfExecution(execution: ExecutionSummary, now: Date): (string | null)[] {
  const { status, queuedAt, startedAt, lastUpdatedAt } = execution;
  const isOpen = status === "QUEUED" || status === "IN_PROGRESS";
  const end = isOpen ? now : lastUpdatedAt;
  const between = (from: Date | null, to: Date | null) =>
    from && to ? duration(to.getTime() - from.getTime()) : null;
  return [
    between(queuedAt, startedAt ?? end),
    between(startedAt, end),
    status === "IN_PROGRESS" ? between(lastUpdatedAt ?? startedAt, now) : null,
  ];
}
