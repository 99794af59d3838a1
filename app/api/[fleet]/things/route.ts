import * as z from "zod/mini";
import { answer } from "@/app/api/answer";
import { cursorParam } from "@/app/api/cursor";
import { searchSchema } from "@/app/api/search-schema";
import { thingsFilter } from "@/lib/core/contracts/filters";
import { listThings } from "@/lib/server/things/list-things";

const querySchema = z.extend(searchSchema(thingsFilter), { cursor: cursorParam });

export function GET(request: Request, { params }: RouteContext<"/api/[fleet]/things">) {
  return answer(request, params, querySchema, listThings);
}
