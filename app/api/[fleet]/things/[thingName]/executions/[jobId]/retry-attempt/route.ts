import { answer } from "@/app/api/answer";
import { executionRefSchema } from "@/lib/core/contracts/names";
import { readRetryAttempt } from "@/lib/server/executions/read-retry-attempt";

export function GET(
  request: Request,
  { params }: RouteContext<"/api/[fleet]/things/[thingName]/executions/[jobId]/retry-attempt">,
) {
  return answer(request, params, executionRefSchema, readRetryAttempt);
}
