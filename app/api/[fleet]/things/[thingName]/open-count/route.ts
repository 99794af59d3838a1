import * as z from "zod/mini";
import { answer } from "@/app/api/answer";
import { thingNameSchema } from "@/lib/core/contracts/names";
import { countOpenExecutions } from "@/lib/server/executions/list-executions";

const querySchema = z.object({ thingName: thingNameSchema });

export function GET(
  request: Request,
  { params }: RouteContext<"/api/[fleet]/things/[thingName]/open-count">,
) {
  return answer(request, params, querySchema, countOpenExecutions);
}
