import * as z from "zod/mini";
import { answer } from "@/app/api/answer";
import { thingNameSchema } from "@/lib/core/contracts/names";
import { describeThing } from "@/lib/server/things/describe-thing";

const querySchema = z.object({ thingName: thingNameSchema });

export function GET(request: Request, { params }: RouteContext<"/api/[fleet]/things/[thingName]">) {
  return answer(request, params, querySchema, describeThing);
}
