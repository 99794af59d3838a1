import * as z from "zod/mini";
import { answer } from "@/app/api/answer";
import { namePartSchema } from "@/lib/core/contracts/found-names";
import { findIndexedThings } from "@/lib/server/things/find-indexed-things";
import { findKnownNames } from "@/lib/server/names/find-known-names";

const querySchema = z.object({ part: namePartSchema, from: z.enum(["console", "aws"]) });

/**
 * Separate from the search of AWS's index: what the console knows is there at once, and stays where AWS cannot answer.
 */
export function GET(request: Request, { params }: RouteContext<"/api/[fleet]/names">) {
  return answer(request, params, querySchema, (services, actor, { part, from }) =>
    from === "console"
      ? findKnownNames(services, actor, { part })
      : findIndexedThings(services, actor, { part }),
  );
}
