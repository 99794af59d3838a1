"use client";

import Link from "next/link";
import { operationHref } from "@/components/shell/fleet-href";
import type { DataColumn } from "@/components/ui/data-column";
import { ExactTime } from "@/components/ui/exact-time";
import { countDone } from "@/lib/core/domain/item-groups";
import type { Operation } from "@/lib/core/domain/operation";
import { countWords } from "@/lib/core/format/count";
import { countsWords } from "@/lib/core/format/item-outcome-words";
import { operationTitle } from "@/lib/core/format/operation-words";
import { OperationBar } from "./operation-bar";
import { OperationStateBadge } from "./operation-state-badge";
import { TimeLeftCell } from "./time-left-cell";

/** The columns of the list of operations. */
export function operationColumns(fleetId: string): DataColumn<Operation>[] {
  return [
    {
      id: "what",
      header: "What",
      width: 234,
      cell: ({ id, total, order }) => (
        <Link
          href={operationHref(fleetId, id)}
          prefetch={false}
          title={order.reason}
          className="font-medium text-ink hover:underline"
        >
          {operationTitle({ total, force: order.force })}
        </Link>
      ),
    },
    {
      id: "state",
      header: "State",
      width: 132,
      cell: (operation) => <OperationStateBadge operation={operation} />,
    },
    { id: "reason", header: "Reason", minWidth: 100, cell: ({ order }) => order.reason },
    {
      id: "by",
      header: "By",
      width: 120,
      cell: ({ by }) => <span title={by.email ?? by.id}>{by.name}</span>,
    },
    {
      id: "progress",
      header: "Done",
      width: 224,
      cell: ({ counts, total }) => (
        <span className="flex items-center gap-3" title={countsWords(counts)}>
          <span className="w-16 shrink-0">
            <OperationBar counts={counts} />
          </span>
          <span className="truncate tabular-nums">
            {countWords(countDone(counts))} of {countWords(total)}
          </span>
        </span>
      ),
    },
    { id: "started", header: "Started", width: 118, cell: ({ createdAt }) => <ExactTime date={createdAt} /> },
    {
      id: "left",
      header: "Time left",
      width: 140,
      cell: (operation) => <TimeLeftCell operation={operation} />,
    },
  ];
}
