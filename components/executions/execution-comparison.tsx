"use client";

import type { ReactNode } from "react";
import { ExactTime } from "@/components/ui/exact-time";
import type { Execution } from "@/lib/domain/execution";
import type { StatusDetails } from "@/lib/domain/status-details";
import { versionWord } from "@/lib/format/version-words";
import { ExecutionStatusBadge } from "./execution-status-badge";

/** What the person saw beside what AWS has now: status, version, times, and each status detail that changed. */
export function ExecutionComparison({ saw, now }: { saw: Execution; now: Execution }) {
  const details = changedDetails(saw, now);
  return (
    <div
      className="overflow-x-auto rounded-lg border border-line"
      tabIndex={0}
      role="region"
      aria-label="What changed"
    >
      <table className="w-full text-left text-sm">
        <thead>
          <tr className="text-xs text-muted">
            <td className="px-3 py-2" />
            <th scope="col" className="px-3 py-2 font-medium">
              You saw
            </th>
            <th scope="col" className="px-3 py-2 font-medium">
              Now
            </th>
          </tr>
        </thead>
        <tbody>
          <Row
            name="Status"
            saw={<ExecutionStatusBadge status={saw.status} />}
            now={<ExecutionStatusBadge status={now.status} />}
          />
          <Row
            name="Version"
            saw={versionWord(saw.versionNumber)}
            now={versionWord(now.versionNumber)}
            changed={saw.versionNumber !== now.versionNumber}
          />
          {saw.executionNumber !== now.executionNumber && (
            <Row
              name="Execution number"
              saw={saw.executionNumber ?? "—"}
              now={now.executionNumber ?? "—"}
              changed
            />
          )}
          <Row
            name="Started"
            saw={<ExactTime date={saw.startedAt} focusable />}
            now={<ExactTime date={now.startedAt} focusable />}
            changed={saw.startedAt?.getTime() !== now.startedAt?.getTime()}
          />
          <Row
            name="Last updated"
            saw={<ExactTime date={saw.lastUpdatedAt} focusable />}
            now={<ExactTime date={now.lastUpdatedAt} focusable />}
            changed={saw.lastUpdatedAt?.getTime() !== now.lastUpdatedAt?.getTime()}
          />
          {details.map((key) => (
            <Row
              key={key}
              name={<code className="font-mono">{key}</code>}
              saw={<Detail value={valueOf(saw.statusDetails, key)} />}
              now={<Detail value={valueOf(now.statusDetails, key)} />}
              changed
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({
  name,
  saw,
  now,
  changed = false,
}: {
  name: ReactNode;
  saw: ReactNode;
  now: ReactNode;
  changed?: boolean;
}) {
  return (
    <tr className="border-t border-line align-top">
      <th scope="row" className="w-1/4 px-3 py-2 font-normal text-body">
        {name}
      </th>
      <td className="px-3 py-2 text-body">{saw}</td>
      <td className={changed ? "px-3 py-2 font-semibold text-ink" : "px-3 py-2 text-ink"}>{now}</td>
    </tr>
  );
}

function Detail({ value }: { value: string | undefined }) {
  return value === undefined ? <>—</> : <span className="font-mono wrap-anywhere">{value}</span>;
}

function changedDetails(saw: Execution, now: Execution): string[] {
  const keys = new Set([...Object.keys(saw.statusDetails), ...Object.keys(now.statusDetails)]);
  return [...keys].filter((key) => valueOf(saw.statusDetails, key) !== valueOf(now.statusDetails, key));
}

/** Devices choose the keys, and may choose `constructor`. */
function valueOf(details: StatusDetails, key: string): string | undefined {
  return Object.hasOwn(details, key) ? details[key] : undefined;
}
