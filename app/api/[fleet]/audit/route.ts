import * as z from "zod/mini";
import { answer } from "@/app/api/answer";
import { listAudit } from "@/lib/server/audit/read-audit";
import { searchSchema } from "@/app/api/search-schema";
import { auditCursorSchema } from "@/lib/core/contracts/audit";
import { auditFilter } from "@/lib/core/contracts/audit-filter";

const querySchema = z.extend(searchSchema(auditFilter), {
  cursor: z._default(z.nullable(auditCursorSchema), null),
});

export function GET(request: Request, { params }: RouteContext<"/api/[fleet]/audit">) {
  return answer(request, params, querySchema, listAudit);
}
