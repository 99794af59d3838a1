import * as z from "zod/mini";
import { answer } from "@/app/api/answer";
import { countOpenOperations } from "@/lib/server/operations/list-operations";

const querySchema = z.object({});

export function GET(request: Request, { params }: RouteContext<"/api/[fleet]/operations/open">) {
  return answer(request, params, querySchema, countOpenOperations);
}
