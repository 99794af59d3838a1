import type { Metadata } from "next";
import { fillFirstPage, fillOne, Prefetched } from "@/app/[fleet]/prefetched";
import { requireFleet } from "@/app/[fleet]/require-fleet";
import { requireName } from "@/app/[fleet]/require-name";
import { OperationView } from "@/components/operations/operation-view";
import { operationIdSchema } from "@/lib/core/contracts/cancel-selector";
import { operationItemsFilter } from "@/lib/core/contracts/operation-filter";
import { parseSearch } from "@/lib/core/contracts/search-params";
import { describeOperation } from "@/lib/server/operations/describe-operation";
import { listOperationItems } from "@/lib/server/operations/list-operation-items";
import { operationItemsQuery, operationQuery } from "@/lib/client/queries/operations";

type Props = PageProps<"/[fleet]/operations/[operationId]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: requireName(operationIdSchema, (await params).operationId) };
}

export default async function OperationPage({ params, searchParams }: Props) {
  const { actor, ...services } = await requireFleet(params);
  const operationId = requireName(operationIdSchema, (await params).operationId);
  const filter = parseSearch(operationItemsFilter, await searchParams);
  const fleetId = services.fleet.id;
  return (
    <Prefetched
      fills={[
        fillOne(operationQuery(fleetId, operationId), () =>
          describeOperation(services, actor, { operationId }),
        ),
        fillFirstPage(operationItemsQuery(fleetId, operationId, filter), () =>
          listOperationItems(services, actor, { operationId, ...filter, cursor: null }),
        ),
      ]}
    >
      <OperationView operationId={operationId} />
    </Prefetched>
  );
}
