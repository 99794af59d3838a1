import * as z from "zod/mini";
import { answer } from "@/app/api/answer";
import { searchSchema } from "@/app/api/search-schema";
import { operationIdSchema } from "@/lib/core/contracts/cancel-selector";
import { operationItemsFilter } from "@/lib/core/contracts/operation-filter";
import { ok } from "@/lib/core/domain/result";
import { itemWhy } from "@/lib/core/format/item-outcome-words";
import { exportOperationItems } from "@/lib/server/operations/export-operation-items";

const querySchema = z.extend(searchSchema(operationItemsFilter), { operationId: operationIdSchema });

export function GET(request: Request, { params }: RouteContext<"/api/[fleet]/operations/[operationId]/csv">) {
  return answer(request, params, querySchema, async (services, actor, query) => {
    const exported = await exportOperationItems({ ...services, sayWhy: itemWhy }, actor, query);
    if (!exported.ok) return exported;
    return ok(
      new Response(exported.value, {
        headers: {
          "content-type": "text/csv; charset=utf-8; header=present",
          "content-disposition": `attachment; filename="standdown-${query.operationId}.csv"`,
          "cache-control": "no-store",
        },
      }),
    );
  });
}
