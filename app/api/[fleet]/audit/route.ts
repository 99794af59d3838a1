import * as z from "zod/mini";
import { answer } from "@/app/api/answer";
import { listAudit } from "@/lib/audit/read-audit";
import { auditCursorSchema, auditFilterSchema } from "@/lib/contracts/audit";

const querySchema = z.extend(auditFilterSchema, { cursor: z._default(z.nullable(auditCursorSchema), null) });

export function GET(request: Request, { params }: RouteContext<"/api/[fleet]/audit">) {
  return answer(request, params, querySchema, listAudit);
}
