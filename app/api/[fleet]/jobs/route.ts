import * as z from "zod/mini";
import { answer } from "@/app/api/answer";
import { cursorParam } from "@/app/api/cursor";
import { searchSchema } from "@/app/api/search-schema";
import { jobsFilter } from "@/lib/core/contracts/filters";
import { listJobs } from "@/lib/server/jobs/read-jobs";

const querySchema = z.extend(searchSchema(jobsFilter), { cursor: cursorParam });

export function GET(request: Request, { params }: RouteContext<"/api/[fleet]/jobs">) {
  return answer(request, params, querySchema, listJobs);
}
