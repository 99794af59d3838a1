import type { Metadata } from "next";
import { fillFirstPage, Prefetched } from "@/app/[fleet]/prefetched";
import { requireFleet } from "@/app/[fleet]/require-fleet";
import { StuckView } from "@/components/stuck/stuck-view";
import { parseSearch } from "@/lib/core/contracts/search-params";
import { shownGroupSort, triageState } from "@/lib/core/contracts/triage-filter";
import { stuckGroupsQuery, stuckQuery } from "@/lib/client/queries/triage";
import { groupStuck } from "@/lib/server/stuck/group-stuck";
import { listStuck } from "@/lib/server/stuck/list-stuck";

export const metadata: Metadata = { title: "Stuck" };

export default async function StuckPage({ params, searchParams }: PageProps<"/[fleet]/stuck">) {
  const { actor, ...services } = await requireFleet(params);
  const {
    view,
    sort,
    order,
    by: askedBy,
    dir,
    range: _range,
    trend: _trend,
    ...filter
  } = parseSearch(triageState, await searchParams);
  const fleetId = services.fleet.id;
  const by = shownGroupSort(filter.state, askedBy);
  const first =
    view === "age"
      ? fillFirstPage(stuckQuery(fleetId, filter, { sort, order }), () =>
          listStuck(services, actor, { ...filter, sort, order, cursor: null }),
        )
      : fillFirstPage(stuckGroupsQuery(fleetId, view, filter, { by, dir }), () =>
          groupStuck(services, actor, { ...filter, view, by, dir, cursor: null }),
        );
  return (
    <Prefetched fills={[first]}>
      <StuckView />
    </Prefetched>
  );
}
