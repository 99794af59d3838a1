import * as z from "zod/mini";
import { answer } from "@/app/api/answer";
import { describeAudit } from "@/lib/server/audit/read-audit";

const querySchema = z.object({ entry: z.coerce.number().check(z.int(), z.positive()) });

export function GET(request: Request, { params }: RouteContext<"/api/[fleet]/audit/[entry]">) {
  return answer(request, params, querySchema, describeAudit);
}
