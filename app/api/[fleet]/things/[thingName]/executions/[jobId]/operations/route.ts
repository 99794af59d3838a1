import { answer } from "@/app/api/answer";
import { executionRefSchema } from "@/lib/core/contracts/names";
import { findOperationsOfExecution } from "@/lib/server/operations/find-operations-of-execution";

export function GET(
  request: Request,
  { params }: RouteContext<"/api/[fleet]/things/[thingName]/executions/[jobId]/operations">,
) {
  return answer(request, params, executionRefSchema, findOperationsOfExecution);
}
