import * as z from "zod/mini";
import { answer } from "@/app/api/answer";
import { cursorParam } from "@/app/api/cursor";
import { searchSchema } from "@/app/api/search-schema";
import { thingExecutionsFilter } from "@/lib/core/contracts/filters";
import { thingNameSchema } from "@/lib/core/contracts/names";
import { listThingExecutions } from "@/lib/server/executions/list-executions";

const querySchema = z.extend(searchSchema(thingExecutionsFilter), {
  thingName: thingNameSchema,
  cursor: cursorParam,
});

export function GET(
  request: Request,
  { params }: RouteContext<"/api/[fleet]/things/[thingName]/executions">,
) {
  return answer(request, params, querySchema, listThingExecutions);
}
