"use client";

import { Download } from "lucide-react";
import { useConsole } from "@/components/shell/console-context";
import { ListError } from "@/components/shell/list-error";
import { ListFooter } from "@/components/shell/list-footer";
import { LiveStatus } from "@/components/shell/live-status";
import { useLiveList } from "@/components/shell/use-live-list";
import { useSearchState } from "@/components/shell/use-search-state";
import { useShownRows } from "@/components/shell/use-shown-rows";
import { Button } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-class";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { onDemand } from "@/components/ui/on-demand";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { type AuditExport, auditPageState, NO_AUDIT_FILTER } from "@/lib/core/contracts/audit-filter";
import { auditExportPath, auditQuery } from "@/lib/client/queries/audit";
import { auditColumns } from "./audit-columns";
import { AuditFilters } from "./audit-filters";

const AuditEntryDialog = onDemand(() =>
  import("./audit-entry-dialog").then((module) => module.AuditEntryDialog),
);

const EXPORTS: readonly (readonly [AuditExport, string])[] = [
  ["csv", "CSV"],
  ["jsonl", "JSON Lines"],
];

/** The audit log, newest first: who did what to which execution, why, and how it ended. */
export function AuditList() {
  const { fleet } = useConsole();
  const search = useSearchState(auditPageState);
  const { entry: opened, ...filter } = search.state;
  const list = useLiveList(auditQuery(fleet.id, filter));
  const rows = useShownRows(list, false);
  const isFiltered = Object.values(filter).some((value) => value !== null);
  const clear = <Button onClick={() => search.push(NO_AUDIT_FILTER)}>Clear filters</Button>;

  return (
    <>
      <PageHeader title="Audit log" actions={<LiveStatus list={list} />} />
      <Panel className="mb-3.5">
        <AuditFilters search={search}>
          {isFiltered && clear}
          {EXPORTS.map(([as, word]) => (
            <a
              key={as}
              href={auditExportPath(fleet.id, filter, as)}
              download
              className={buttonClass("default", "md")}
            >
              <Download aria-hidden />
              {word}
            </a>
          ))}
        </AuditFilters>
      </Panel>
      <Panel padded={false}>
        <DataTable
          label="Audit log"
          columns={auditColumns(({ entry }) => search.push({ entry }))}
          rows={rows}
          rowKey={({ entry }) => String(entry)}
          view={{ key: JSON.stringify(filter) }}
          reading={{
            isLoading: list.isLoading,
            isStale: list.isLoading && rows.length > 0,
            error: list.error && <ListError what="The audit log" list={list} />,
            empty: isFiltered ? (
              <EmptyState title="No entry matches these filters" action={clear} />
            ) : (
              <EmptyState title="Nothing has been done yet">
                Cancellations, sign-ins, refusals and changes of users appear here as they happen.
              </EmptyState>
            ),
          }}
          paging={{ onEndReached: list.hasMore ? () => void list.loadMore() : undefined }}
          interaction={{ onOpen: ({ entry }) => search.push({ entry }) }}
          layout={{
            maxHeight: "max(24rem, calc(100dvh - 22rem))",
            footer: <ListFooter list={list} one="entry" many="entries" />,
          }}
        />
      </Panel>
      {opened !== null && <AuditEntryDialog entry={opened} onClose={() => search.push({ entry: null })} />}
    </>
  );
}
