import * as z from "zod/mini";
import { answer } from "@/app/api/answer";
import { searchSchema } from "@/app/api/search-schema";
import { exportAudit } from "@/lib/server/audit/export-audit";
import { AUDIT_EXPORTS, type AuditExport, auditFilter } from "@/lib/core/contracts/audit-filter";
import { ok } from "@/lib/core/domain/result";

const querySchema = z.extend(searchSchema(auditFilter), { as: z.enum(AUDIT_EXPORTS) });

const CONTENT_TYPE: Record<AuditExport, string> = {
  csv: "text/csv; charset=utf-8; header=present",
  jsonl: "application/jsonl; charset=utf-8",
};

export function GET(request: Request, { params }: RouteContext<"/api/[fleet]/audit/export">) {
  return answer(request, params, querySchema, async (services, actor, query) => {
    const exported = exportAudit(services, actor, query);
    if (!exported.ok) return exported;
    const name = `standdown-audit-${new Date().toISOString().slice(0, 10)}.${query.as}`;
    return ok(
      new Response(exported.value, {
        headers: {
          "content-type": CONTENT_TYPE[query.as],
          "content-disposition": `attachment; filename="${name}"`,
          "cache-control": "no-store",
        },
      }),
    );
  });
}
