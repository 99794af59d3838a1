import * as z from "zod/mini";
import { answer } from "@/app/api/answer";
import { switchParam } from "@/app/api/cursor";
import { executionRefSchema } from "@/lib/core/contracts/names";
import { describeExecution } from "@/lib/server/executions/describe-execution";

const querySchema = z.extend(executionRefSchema, { fresh: switchParam });

export function GET(
  request: Request,
  { params }: RouteContext<"/api/[fleet]/things/[thingName]/executions/[jobId]">,
) {
  return answer(request, params, querySchema, describeExecution);
}
