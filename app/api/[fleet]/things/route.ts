import * as z from "zod/mini";
import { answer } from "@/app/api/answer";
import { cursorParam } from "@/app/api/cursor";
import { thingsFilterSchema } from "@/lib/contracts/filters";
import { listThings } from "@/lib/things/list-things";

const querySchema = z.extend(thingsFilterSchema, { cursor: cursorParam });

export function GET(request: Request, { params }: RouteContext<"/api/[fleet]/things">) {
  return answer(request, params, querySchema, listThings);
}
