"use client";

import type { ReactNode } from "react";
import { ExactTime } from "@/components/ui/exact-time";
import type { AwsOrigin, Execution } from "@/lib/core/domain/execution";
import { isSameOrigin } from "@/lib/core/domain/observed-execution";
import type { StatusDetails } from "@/lib/core/domain/status-details";
import { exactTime } from "@/lib/core/format/exact-time";
import { versionWord } from "@/lib/core/format/version-words";
import { ExecutionStatusBadge } from "./execution-status-badge";

/**
 * What the person saw beside what AWS has now: status, version, times, and each status detail that changed. Times that
 * identify an execution or an attempt are exact: two that were queued minutes apart may both be "3 d ago".
 */
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
          {isSameOrigin(saw.origin, now.origin) === false && (
            <Row
              name="Account"
              saw={<Origin origin={saw.origin} />}
              now={<Origin origin={now.origin} />}
              changed
            />
          )}
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
          <IdentityTimeRow name="Queued" saw={saw.queuedAt} now={now.queuedAt} />
          <IdentityTimeRow name="Started" saw={saw.startedAt} now={now.startedAt} />
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

/**
 * A time that is part of the identity. Two different times are shown in full, to the millisecond where they share the
 * second.
 */
function IdentityTimeRow({ name, saw, now }: { name: string; saw: Date | null; now: Date | null }) {
  const [sawMs, nowMs] = [saw?.getTime(), now?.getTime()];
  const areTwo = sawMs !== undefined && nowMs !== undefined && sawMs !== nowMs;
  const isSameSecond = areTwo && Math.floor(sawMs / 1_000) === Math.floor(nowMs / 1_000);
  const cell = (date: Date | null) => (
    <>
      <ExactTime date={date} focusable />
      {areTwo && (
        <span className="block text-xs font-normal text-muted tabular-nums">
          {exactTime(date, undefined, isSameSecond ? "milliseconds" : "seconds").local}
        </span>
      )}
    </>
  );
  return <Row name={name} saw={cell(saw)} now={cell(now)} changed={sawMs !== nowMs} />;
}

function Origin({ origin }: { origin: AwsOrigin | null }) {
  if (origin === null) return <>—</>;
  return (
    <span className="font-mono">
      {origin.account} · {origin.region}
    </span>
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
