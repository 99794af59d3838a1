import * as z from "zod/mini";
import { answer } from "@/app/api/answer";
import { planIdSchema } from "@/lib/core/contracts/cancel-selector";
import { readPlan } from "@/lib/server/operations/read-plan";

const querySchema = z.object({ planId: planIdSchema });

export function GET(request: Request, { params }: RouteContext<"/api/[fleet]/plans/[planId]">) {
  return answer(request, params, querySchema, readPlan);
}
