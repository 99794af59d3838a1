import * as z from "zod/mini";
import { answer } from "@/app/api/answer";
import { countRunningOperations } from "@/lib/operations/list-operations";

const querySchema = z.object({});

export function GET(request: Request, { params }: RouteContext<"/api/[fleet]/operations/running">) {
  return answer(request, params, querySchema, countRunningOperations);
}
