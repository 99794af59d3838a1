"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useConsole } from "@/components/shell/console-context";
import { auditHref } from "@/components/shell/fleet-href";
import { OperationLink } from "@/components/operations/operation-link";
import { ReadError } from "@/components/shell/read-error";
import { ExactTime } from "@/components/ui/exact-time";
import { Panel } from "@/components/ui/panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import { NO_AUDIT_FILTER } from "@/lib/core/contracts/audit-filter";
import type { AuditEntry } from "@/lib/core/domain/audit-entry";
import type { ExecutionRef } from "@/lib/core/domain/execution";
import { actionWord } from "@/lib/core/format/audit-words";
import { auditQuery } from "@/lib/client/queries/audit";
import { AuditOutcomeBadge } from "./audit-outcome-badge";

/** The entries of the audit log about one execution, newest first. */
export function ExecutionHistory({ thingName, jobId }: ExecutionRef) {
  const { fleet } = useConsole();
  const filter = { ...NO_AUDIT_FILTER, fleet: fleet.id, thing: thingName, job: jobId };
  const read = useInfiniteQuery(auditQuery(fleet.id, filter));
  const entries = read.data?.pages.flatMap(({ rows }) => rows) ?? [];
  return (
    <Panel
      title="Activity"
      aside={
        <Link
          href={auditHref(fleet.id, { thing: thingName, job: jobId })}
          prefetch={false}
          className="ml-auto text-sm text-accent hover:underline"
        >
          In the audit log
        </Link>
      }
    >
      {read.error ? (
        <ReadError
          title="The audit log could not be read"
          error={read.error}
          onRetry={() => void read.refetch()}
          retrying={read.isFetching}
        />
      ) : read.isPending ? (
        <SkeletonRows rows={1} />
      ) : entries.length === 0 ? (
        <p className="text-sm text-muted">Nobody has asked this console to cancel it.</p>
      ) : (
        <ul className="flex flex-col gap-2">
          {entries.map((entry) => (
            <HistoryLine key={entry.entry} entry={entry} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function HistoryLine({ entry }: { entry: AuditEntry }) {
  const { fleet } = useConsole();
  const { actor, at, action, asked, operationId } = entry;
  return (
    <li className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm wrap-anywhere">
      <AuditOutcomeBadge {...entry} />
      <Link
        href={auditHref(fleet.id, { entry: entry.entry })}
        prefetch={false}
        className="font-medium text-ink hover:underline"
      >
        {actionWord(action)}
      </Link>
      <span>
        by {actor.name}, <ExactTime date={at} focusable />
      </span>
      {operationId !== null && (
        <span>
          part of operation <OperationLink operationId={operationId} />
        </span>
      )}
      {typeof asked?.reason === "string" && <span className="text-muted">“{asked.reason}”</span>}
    </li>
  );
}
