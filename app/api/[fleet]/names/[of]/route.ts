import * as z from "zod/mini";
import { answer } from "@/app/api/answer";
import { listNames } from "@/lib/server/things/list-names";

const querySchema = z.object({ of: z.enum(["types", "groups"]) });

export function GET(request: Request, { params }: RouteContext<"/api/[fleet]/names/[of]">) {
  return answer(request, params, querySchema, listNames);
}
