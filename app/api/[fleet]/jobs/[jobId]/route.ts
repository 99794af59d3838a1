import * as z from "zod/mini";
import { answer } from "@/app/api/answer";
import { switchParam } from "@/app/api/cursor";
import { jobIdSchema } from "@/lib/core/contracts/names";
import { describeJob } from "@/lib/server/jobs/read-jobs";

const querySchema = z.object({ jobId: jobIdSchema, background: switchParam, fresh: switchParam });

export function GET(request: Request, { params }: RouteContext<"/api/[fleet]/jobs/[jobId]">) {
  return answer(request, params, querySchema, describeJob);
}
