import * as z from "zod/mini";
import { answer } from "@/app/api/answer";
import { thingNameSchema } from "@/lib/core/contracts/names";
import { listOpenOfThings } from "@/lib/server/stuck/list-open-of-things";

/** More rows than a very tall window shows. */
const MAX_THINGS = 200;

const querySchema = z.object({
  things: z.pipe(
    z.pipe(
      z.string(),
      z.transform((names) => names.split(",")),
    ),
    z.array(thingNameSchema).check(z.maxLength(MAX_THINGS)),
  ),
});

export function GET(request: Request, { params }: RouteContext<"/api/[fleet]/stuck/open">) {
  return answer(request, params, querySchema, listOpenOfThings);
}
