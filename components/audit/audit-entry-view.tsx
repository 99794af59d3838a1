"use client";

import Link from "next/link";
import { executionHref, operationHref } from "@/components/shell/fleet-href";
import { ExactTime } from "@/components/ui/exact-time";
import { type KeyValue, KeyValueStrip } from "@/components/ui/key-values";
import { Notice } from "@/components/ui/notice";
import type { AuditEntry } from "@/lib/core/domain/audit-entry";
import { AuditFactsTable } from "./audit-facts-table";

/** Everything that the audit log has of one entry. */
export function AuditEntryView({ entry }: { entry: AuditEntry }) {
  return (
    <div className="flex flex-col gap-3.5">
      {entry.outcome === null && (
        <Notice tone="warning">
          The outcome is not recorded: the request is under way, or the console stopped before it could record
          it. At its next start it reads the execution again and completes this entry.
        </Notice>
      )}
      {entry.outcome?.completedBy === "later-read" && (
        <Notice tone="info">
          The console stopped before AWS’s answer was written down. This outcome is what a read showed at its
          next start.
        </Notice>
      )}
      {entry.outcome?.completedBy === "late-answer" && (
        <Notice tone="info">
          AWS’s answer came after another entry had been completed from a read, and contradicts it.
        </Notice>
      )}
      <KeyValueStrip items={whoAndWhere(entry)} />
      <KeyValueStrip items={howItEnded(entry)} />
      <AuditFactsTable title="Request" facts={entry.asked} />
      <AuditFactsTable title="Before" facts={entry.before} />
      <AuditFactsTable title="After" facts={entry.after} />
      <p className="text-xs wrap-anywhere text-muted">
        Hash in the chain: <span className="font-mono">{entry.hash}</span>
      </p>
    </div>
  );
}

function whoAndWhere({ actor, at, from, ...entry }: AuditEntry): KeyValue[] {
  return [
    { label: "When", value: <ExactTime date={at} focusable /> },
    { label: "Person", value: actor.email ? `${actor.name} (${actor.email})` : actor.name },
    { label: "Role", value: actor.role },
    { label: "From", value: from ?? "—", mono: true },
    { label: "Fleet", value: entry.fleetId ?? "—", mono: true },
    { label: "Execution", value: <ExecutionOf {...entry} />, mono: true },
    { label: "Execution number", value: entry.executionNumber ?? "—" },
    { label: "Operation", value: <OperationOf {...entry} />, mono: true },
  ];
}

function howItEnded({ outcome }: AuditEntry): KeyValue[] {
  return [
    { label: "Outcome at", value: outcome ? <ExactTime date={outcome.at} focusable /> : "—" },
    { label: "AWS’s error", value: outcome?.errorName ?? "—", mono: true },
    { label: "AWS request id", value: outcome?.requestId ?? "—", mono: true },
  ];
}

function OperationOf({ fleetId, operationId }: Pick<AuditEntry, "fleetId" | "operationId">) {
  if (fleetId === null || operationId === null) return "—";
  return (
    <Link href={operationHref(fleetId, operationId)} prefetch={false} className="hover:underline">
      {operationId}
    </Link>
  );
}

function ExecutionOf({ fleetId, thingName, jobId }: Pick<AuditEntry, "fleetId" | "thingName" | "jobId">) {
  if (fleetId === null || thingName === null || jobId === null) return "—";
  return (
    <Link href={executionHref(fleetId, thingName, jobId)} prefetch={false} className="hover:underline">
      {jobId} on {thingName}
    </Link>
  );
}
