import * as z from "zod/mini";
import { answer } from "@/app/api/answer";
import { jobIdSchema } from "@/lib/core/contracts/names";
import { MAX_QUEUE_JOBS } from "@/lib/core/domain/device-queue";
import { readQueueJobs } from "@/lib/server/jobs/read-queue-jobs";

const querySchema = z.object({
  jobs: z.pipe(
    z.pipe(
      z.string(),
      z.transform((names) => names.split(",")),
    ),
    z.array(jobIdSchema).check(z.maxLength(MAX_QUEUE_JOBS)),
  ),
});

export function GET(request: Request, { params }: RouteContext<"/api/[fleet]/queue-jobs">) {
  return answer(request, params, querySchema, readQueueJobs);
}
