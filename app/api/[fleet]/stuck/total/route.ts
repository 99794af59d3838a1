import { answer } from "@/app/api/answer";
import { searchSchema } from "@/app/api/search-schema";
import { triageFilter } from "@/lib/core/contracts/triage-filter";
import { countStuck } from "@/lib/server/stuck/count-stuck";

const querySchema = searchSchema(triageFilter);

export function GET(request: Request, { params }: RouteContext<"/api/[fleet]/stuck/total">) {
  return answer(request, params, querySchema, countStuck);
}
