import * as z from "zod/mini";
import { answer } from "@/app/api/answer";
import { jobIdSchema } from "@/lib/core/contracts/names";
import { readJobDocument } from "@/lib/server/jobs/read-jobs";

const querySchema = z.object({ jobId: jobIdSchema });

export function GET(request: Request, { params }: RouteContext<"/api/[fleet]/jobs/[jobId]/document">) {
  return answer(request, params, querySchema, readJobDocument);
}
