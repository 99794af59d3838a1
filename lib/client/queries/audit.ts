import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { AuditExport, AuditFilter } from "@/lib/core/contracts/audit-filter";
import { apiPath } from "./api-path";
import { fetchJson } from "./fetch-json";

/** Entries of the audit log by filter, newest first, page after page. */
export function auditQuery(fleetId: string, filter: AuditFilter) {
  return infiniteQueryOptions({
    queryKey: [fleetId, "audit", filter],
    queryFn: ({ pageParam, signal }) =>
      fetchJson(
        ({ auditPageSchema }) => auditPageSchema,
        apiPath(fleetId, "audit"),
        { ...filter, cursor: pageParam },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
  });
}

/** One entry. It changes at most once, when its outcome becomes known. */
export function auditEntryQuery(fleetId: string, entry: number) {
  return queryOptions({
    queryKey: [fleetId, "audit-entry", entry],
    queryFn: ({ signal }) =>
      fetchJson(
        ({ auditEntrySchema }) => auditEntrySchema,
        apiPath(fleetId, "audit", String(entry)),
        {},
        signal,
      ),
  });
}

/** The address that downloads everything of a filter. */
export function auditExportPath(fleetId: string, filter: AuditFilter, as: AuditExport): string {
  const given = Object.entries(filter).filter((pair): pair is [string, string] => pair[1] !== null);
  return `${apiPath(fleetId, "audit", "export")}?${new URLSearchParams([...given, ["as", as]]).toString()}`;
}
