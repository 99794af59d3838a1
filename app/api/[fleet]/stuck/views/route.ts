import * as z from "zod/mini";
import { answer } from "@/app/api/answer";
import { listSavedViews } from "@/lib/server/stuck/saved-views";

export function GET(request: Request, { params }: RouteContext<"/api/[fleet]/stuck/views">) {
  return answer(request, params, z.object({}), listSavedViews);
}
