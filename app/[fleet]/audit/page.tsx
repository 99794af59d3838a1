import type { Metadata } from "next";
import { fillFirstPage, Prefetched } from "@/app/[fleet]/prefetched";
import { requireFleet } from "@/app/[fleet]/require-fleet";
import { AuditList } from "@/components/audit/audit-list";
import { listAudit } from "@/lib/server/audit/read-audit";
import { auditFilter } from "@/lib/core/contracts/audit-filter";
import { parseSearch } from "@/lib/core/contracts/search-params";
import { auditQuery } from "@/lib/client/queries/audit";

export const metadata: Metadata = { title: "Audit log" };

export default async function AuditPage({ params, searchParams }: PageProps<"/[fleet]/audit">) {
  const { actor, ...services } = await requireFleet(params);
  const filter = parseSearch(auditFilter, await searchParams);
  const first = fillFirstPage(auditQuery(services.fleet.id, filter), () =>
    listAudit(services, actor, { ...filter, cursor: null }),
  );
  return (
    <Prefetched fills={[first]}>
      <AuditList />
    </Prefetched>
  );
}
