"use client";

import Link from "next/link";
import { executionHref, operationHref } from "@/components/shell/fleet-href";
import type { DataColumn } from "@/components/ui/data-column";
import { ExactTime } from "@/components/ui/exact-time";
import type { OperationItem } from "@/lib/core/domain/operation";
import { itemWhy, statusOf } from "@/lib/core/format/item-outcome-words";
import { ItemOutcomeBadge } from "./item-outcome-badge";

/** The columns of an operation's items. @param hasJobs whether the items belong to more than one job */
export function itemColumns(fleetId: string, hasJobs: boolean): DataColumn<OperationItem>[] {
  const job: DataColumn<OperationItem> = {
    id: "job",
    header: "Job",
    mono: true,
    minWidth: 130,
    cell: ({ jobId }) => <span title={jobId}>{jobId}</span>,
  };
  return [
    {
      id: "thing",
      header: "Thing",
      mono: true,
      minWidth: 150,
      cell: ({ thingName, jobId }) => (
        <Link
          href={executionHref(fleetId, thingName, jobId)}
          prefetch={false}
          title={thingName}
          className="hover:underline"
        >
          {thingName}
        </Link>
      ),
    },
    ...(hasJobs ? [job] : []),
    {
      id: "outcome",
      header: "Outcome",
      width: 180,
      cell: (item) => <ItemOutcomeBadge status={statusOf(item)} />,
    },
    { id: "why", header: "Why", minWidth: 220, cell: (item) => <Why fleetId={fleetId} item={item} /> },
    { id: "at", header: "At", width: 118, cell: ({ endedAt }) => <ExactTime date={endedAt} /> },
  ];
}

function Why({ fleetId, item }: { fleetId: string; item: OperationItem }) {
  const words = itemWhy(item);
  const other = item.note?.operationId;
  if (!other) return <span title={words}>{words}</span>;
  return (
    <Link href={operationHref(fleetId, other)} prefetch={false} title={words} className="hover:underline">
      {words}
    </Link>
  );
}
