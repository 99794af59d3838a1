import type { Metadata } from "next";
import { Prefetched, fillFirstPage } from "@/app/[fleet]/prefetched";
import { requireFleet } from "@/app/[fleet]/require-fleet";
import { ThingList } from "@/components/things/thing-list";
import { thingsFilter } from "@/lib/core/contracts/filters";
import { parseSearch } from "@/lib/core/contracts/search-params";
import { thingsQuery } from "@/lib/client/queries/things";
import { listThings } from "@/lib/server/things/list-things";

export const metadata: Metadata = { title: "Things" };

export default async function ThingsPage({ params, searchParams }: PageProps<"/[fleet]/things">) {
  const { actor, ...services } = await requireFleet(params);
  const filter = parseSearch(thingsFilter, await searchParams);
  const first = fillFirstPage(thingsQuery(services.fleet.id, filter), () =>
    listThings(services, actor, { ...filter, cursor: null }),
  );
  return (
    <Prefetched fills={[first]}>
      <ThingList />
    </Prefetched>
  );
}
