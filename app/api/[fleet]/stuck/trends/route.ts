import { answer } from "@/app/api/answer";
import { searchSchema } from "@/app/api/search-schema";
import { triageFilter } from "@/lib/core/contracts/triage-filter";
import { trendState } from "@/lib/core/contracts/trend-filter";
import { readTrends } from "@/lib/server/trends/read-trends";

const querySchema = searchSchema({ range: trendState.range, job: triageFilter.job });

export function GET(request: Request, { params }: RouteContext<"/api/[fleet]/stuck/trends">) {
  return answer(request, params, querySchema, (services, actor, query) => readTrends(services, actor, query));
}
