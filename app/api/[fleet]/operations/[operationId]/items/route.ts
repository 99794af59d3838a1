import * as z from "zod/mini";
import { answer } from "@/app/api/answer";
import { searchSchema } from "@/app/api/search-schema";
import { operationIdSchema } from "@/lib/core/contracts/cancel-selector";
import { itemCursorSchema } from "@/lib/core/contracts/operation";
import { operationItemsFilter } from "@/lib/core/contracts/operation-filter";
import { listOperationItems } from "@/lib/server/operations/list-operation-items";

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
