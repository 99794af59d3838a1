import * as z from "zod/mini";
import { answer } from "@/app/api/answer";
import { operationIdSchema } from "@/lib/core/contracts/cancel-selector";
import { listOperations } from "@/lib/server/operations/list-operations";

const querySchema = z.object({ cursor: z._default(z.nullable(operationIdSchema), null) });

export function GET(request: Request, { params }: RouteContext<"/api/[fleet]/operations">) {
  return answer(request, params, querySchema, listOperations);
}
