import * as z from "zod/mini";
import { answer } from "@/app/api/answer";
import { searchSchema } from "@/app/api/search-schema";
import { operationIdSchema } from "@/lib/contracts/cancel-question";
import { itemCursorSchema } from "@/lib/contracts/operation";
import { operationItemsFilter } from "@/lib/contracts/operation-filter";
import { listOperationItems } from "@/lib/operations/list-operation-items";

const querySchema = z.extend(searchSchema(operationItemsFilter), {
  operationId: operationIdSchema,
  cursor: z._default(z.nullable(itemCursorSchema), null),
});

export function GET(
  request: Request,
  { params }: RouteContext<"/api/[fleet]/operations/[operationId]/items">,
) {
  return answer(request, params, querySchema, listOperationItems);
}
