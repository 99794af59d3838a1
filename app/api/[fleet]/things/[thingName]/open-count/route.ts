import * as z from "zod/mini";
import { answer } from "@/app/api/answer";
import { thingNameSchema } from "@/lib/contracts/names";
import { countOpenExecutions } from "@/lib/executions/list-executions";

const querySchema = z.object({ thingName: thingNameSchema });

export function GET(
  request: Request,
  { params }: RouteContext<"/api/[fleet]/things/[thingName]/open-count">,
) {
  return answer(request, params, querySchema, countOpenExecutions);
}
