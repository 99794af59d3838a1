import * as z from "zod/mini";
import { answer } from "@/app/api/answer";
import { cursorParam } from "@/app/api/cursor";
import { paramSchema } from "@/app/api/search-schema";
import { jobExecutionsFilter } from "@/lib/core/contracts/filters";
import { jobIdSchema } from "@/lib/core/contracts/names";
import { listJobExecutions } from "@/lib/server/executions/list-executions";

const querySchema = z.object({
  jobId: jobIdSchema,
  status: paramSchema(jobExecutionsFilter.status),
  cursor: cursorParam,
});

export function GET(request: Request, { params }: RouteContext<"/api/[fleet]/jobs/[jobId]/executions">) {
  return answer(request, params, querySchema, (services, actor, { status, ...query }) =>
    listJobExecutions(services, actor, { ...query, statuses: status }),
  );
}
