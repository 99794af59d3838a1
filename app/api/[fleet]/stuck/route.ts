import * as z from "zod/mini";
import { answer } from "@/app/api/answer";
import { cursorParam } from "@/app/api/cursor";
import { paramSchema, searchSchema } from "@/app/api/search-schema";
import { triageFilter, triageState } from "@/lib/core/contracts/triage-filter";
import { listStuck } from "@/lib/server/stuck/list-stuck";

const querySchema = z.extend(searchSchema(triageFilter), {
  sort: paramSchema(triageState.sort),
  order: paramSchema(triageState.order),
  cursor: cursorParam,
});

export function GET(request: Request, { params }: RouteContext<"/api/[fleet]/stuck">) {
  return answer(request, params, querySchema, listStuck);
}
