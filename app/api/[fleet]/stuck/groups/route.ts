import * as z from "zod/mini";
import { answer } from "@/app/api/answer";
import { cursorParam } from "@/app/api/cursor";
import { paramSchema, searchSchema } from "@/app/api/search-schema";
import { triageFilter, triageState } from "@/lib/core/contracts/triage-filter";
import { groupStuck } from "@/lib/server/stuck/group-stuck";

const querySchema = z.extend(searchSchema(triageFilter), {
  view: z.enum(["job", "thing", "reason"]),
  by: paramSchema(triageState.by),
  dir: paramSchema(triageState.dir),
  cursor: cursorParam,
});

export function GET(request: Request, { params }: RouteContext<"/api/[fleet]/stuck/groups">) {
  return answer(request, params, querySchema, groupStuck);
}
