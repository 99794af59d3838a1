"use client";

import type { DataColumn } from "@/components/ui/data-column";
import { ExactTime } from "@/components/ui/exact-time";
import type { AuditEntry } from "@/lib/core/domain/audit-entry";
import { actionWord } from "@/lib/core/format/audit-words";
import { AuditOutcomeBadge } from "./audit-outcome-badge";

/** The columns of the audit log. @param onOpen opens an entry in full */
export function auditColumns(onOpen: (entry: AuditEntry) => void): DataColumn<AuditEntry>[] {
  return [
    { id: "when", header: "When", width: 118, cell: ({ at }) => <ExactTime date={at} /> },
    {
      id: "person",
      header: "Person",
      width: 190,
      cell: ({ actor }) => <span title={actor.email ?? actor.id}>{actor.name}</span>,
    },
    {
      id: "action",
      header: "Action",
      width: 150,
      cell: (entry) => (
        <button
          type="button"
          className="max-w-full truncate rounded-xs text-left font-medium text-ink hover:underline"
          onClick={() => onOpen(entry)}
        >
          {actionWord(entry.action)}
          <span className="sr-only"> (entry {entry.entry})</span>
        </button>
      ),
    },
    { id: "thing", header: "Thing", mono: true, minWidth: 150, cell: ({ thingName }) => thingName ?? "—" },
    { id: "job", header: "Job", mono: true, minWidth: 150, cell: ({ jobId }) => jobId ?? "—" },
    {
      id: "reason",
      header: "Reason",
      minWidth: 140,
      cell: ({ asked }) => (typeof asked?.reason === "string" ? asked.reason : "—"),
    },
    { id: "outcome", header: "Outcome", width: 180, cell: (entry) => <AuditOutcomeBadge {...entry} /> },
  ];
}
