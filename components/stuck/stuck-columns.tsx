"use client";

import { CircleHelp, Timer, Wifi, WifiOff } from "lucide-react";
import Link from "next/link";
import { executionHref, jobHref, thingHref } from "@/components/shell/fleet-href";
import { Badge } from "@/components/ui/badge";
import type { DataColumn } from "@/components/ui/data-column";
import { ExactTime } from "@/components/ui/exact-time";
import { useNow } from "@/components/ui/now";
import type { Connectivity } from "@/lib/core/domain/thing";
import type { TriagedExecution } from "@/lib/core/domain/triage";
import { countWords } from "@/lib/core/format/count";
import { NOT_CONNECTED } from "@/lib/core/format/thing-words";
import { triageSentence, triageShortWords } from "@/lib/core/format/triage-words";

/** Names often differ only at their end, so a long name wraps to a second line before it is cut. */
const NAME = "hover:underline sm:line-clamp-2 sm:break-all sm:whitespace-normal";

/**
 * The columns of Stuck by age. The ids of sortable columns are the values of `sort` in the URL.
 *
 * The columns up to the severity fit a window of 1280 pixels, and the next one a window of 1360: a column cut by the
 * buttons at the end looks broken rather than scrollable.
 */
export function stuckColumns<Row extends TriagedExecution>(fleetId: string): DataColumn<Row>[] {
  return [
    {
      id: "thing",
      header: "Thing",
      mono: true,
      width: 146,
      sortable: true,
      cell: (row) => <Thing fleetId={fleetId} row={row} />,
    },
    {
      id: "job",
      header: "Job",
      mono: true,
      width: 170,
      sortable: true,
      cell: ({ jobId }) => (
        <Link href={jobHref(fleetId, jobId)} prefetch={false} title={jobId} className={NAME}>
          {jobId}
        </Link>
      ),
    },
    {
      id: "reason",
      header: "Why it is here",
      minWidth: 324,
      sortable: true,
      cell: (row) => <Why fleetId={fleetId} row={row} />,
    },
    {
      id: "since",
      header: "Since",
      width: 118,
      sortable: true,
      cell: ({ since, readAt }) => (
        <span className="flex flex-col">
          <ExactTime date={since} />
          <span className="text-xs text-muted">
            read <ExactTime date={readAt} />
          </span>
        </span>
      ),
    },
    {
      id: "severity",
      header: "Severity",
      width: 100,
      sortable: true,
      cell: ({ severity }) => <Severity severity={severity} />,
    },
    {
      id: "behind",
      header: "Behind",
      width: 82,
      align: "end",
      sortable: true,
      cell: ({ behind }) => (behind === 0 ? <span className="text-muted">0</span> : countWords(behind)),
    },
    {
      id: "connectivity",
      header: "Connectivity",
      width: 140,
      sortable: true,
      cell: ({ connectivity }) => <ConnectivityWord state={connectivity} />,
    },
  ];
}

/** On a phone the reason's column is hidden, so a short form is below the name. */
function Thing({ fleetId, row }: { fleetId: string; row: TriagedExecution }) {
  const { thingName } = row;
  return (
    <>
      <Link href={thingHref(fleetId, thingName)} prefetch={false} title={thingName} className={NAME}>
        {thingName}
      </Link>
      <span className="block truncate font-sans text-xs text-muted sm:hidden">
        {triageShortWords(row, new Date(useNow()))}
      </span>
    </>
  );
}

/**
 * The sentence links to the page of the execution, which reads it again from AWS. The worst cases have the longest
 * sentences, so a row has room for three narrow lines.
 */
function Why({ fleetId, row }: { fleetId: string; row: TriagedExecution }) {
  const sentence = triageSentence(row, new Date(useNow()));
  return (
    <Link
      href={executionHref(fleetId, row.thingName, row.jobId)}
      prefetch={false}
      title={sentence}
      className="line-clamp-3 leading-4.25 whitespace-normal hover:underline"
    >
      {sentence}
    </Link>
  );
}

const SEVERITY = ["plain", "raised", "high", "highest"] as const;

function Severity({ severity }: { severity: number }) {
  const word = SEVERITY[Math.min(severity, 3)]!;
  if (severity === 0) return <span className="text-muted">{word}</span>;
  return (
    <Badge tone={severity === 1 ? "warning" : "danger"} icon={<Timer aria-hidden />}>
      {word}
    </Badge>
  );
}

function ConnectivityWord({ state }: { state: Connectivity["state"] | null }) {
  switch (state) {
    case null:
      return <span className="text-muted">not looked up</span>;
    case "connected":
      return (
        <Badge tone="success" icon={<Wifi aria-hidden />}>
          Connected
        </Badge>
      );
    case "disconnected":
      return (
        <Badge tone="warning" icon={<WifiOff aria-hidden />}>
          Disconnected
        </Badge>
      );
    case "not-connected":
      return (
        <span title={NOT_CONNECTED}>
          <Badge icon={<WifiOff aria-hidden />}>Not connected</Badge>
        </span>
      );
    case "unknown":
      return <Badge icon={<CircleHelp aria-hidden />}>Unknown</Badge>;
  }
}
