import * as z from "zod/mini";
import { answer } from "@/app/api/answer";
import { readTriageCounts } from "@/lib/server/stuck/count-stuck";

export function GET(request: Request, { params }: RouteContext<"/api/[fleet]/stuck/counts">) {
  return answer(request, params, z.object({}), readTriageCounts);
}
