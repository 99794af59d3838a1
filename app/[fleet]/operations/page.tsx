import type { Metadata } from "next";
import { fillFirstPage, Prefetched } from "@/app/[fleet]/prefetched";
import { requireFleet } from "@/app/[fleet]/require-fleet";
import { OperationList } from "@/components/operations/operation-list";
import { listOperations } from "@/lib/server/operations/list-operations";
import { operationsQuery } from "@/lib/client/queries/operations";

export const metadata: Metadata = { title: "Operations" };

export default async function OperationsPage({ params }: PageProps<"/[fleet]/operations">) {
  const { actor, ...services } = await requireFleet(params);
  const first = fillFirstPage(operationsQuery(services.fleet.id), () =>
    listOperations(services, actor, { cursor: null }),
  );
  return (
    <Prefetched fills={[first]}>
      <OperationList />
    </Prefetched>
  );
}
