import * as z from "zod/mini";
import { answer } from "@/app/api/answer";
import { operationIdSchema } from "@/lib/core/contracts/cancel-selector";
import { describeOperation } from "@/lib/server/operations/describe-operation";

const querySchema = z.object({ operationId: operationIdSchema });

export function GET(request: Request, { params }: RouteContext<"/api/[fleet]/operations/[operationId]">) {
  return answer(request, params, querySchema, describeOperation);
}
