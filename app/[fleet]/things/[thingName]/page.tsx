import type { Metadata } from "next";
import { fillFirstPage, fillOne, Prefetched } from "@/app/[fleet]/prefetched";
import { requireFleet } from "@/app/[fleet]/require-fleet";
import { requireName } from "@/app/[fleet]/require-name";
import { ThingView } from "@/components/things/thing-view";
import { thingExecutionsFilter } from "@/lib/core/contracts/filters";
import { thingNameSchema } from "@/lib/core/contracts/names";
import { parseSearch } from "@/lib/core/contracts/search-params";
import { listThingExecutions } from "@/lib/server/executions/list-executions";
import { thingExecutionsQuery } from "@/lib/client/queries/executions";
import { thingQuery } from "@/lib/client/queries/things";
import { describeThing } from "@/lib/server/things/describe-thing";

type Props = PageProps<"/[fleet]/things/[thingName]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: requireName(thingNameSchema, (await params).thingName) };
}

export default async function ThingPage({ params, searchParams }: Props) {
  const { actor, ...services } = await requireFleet(params);
  const thingName = requireName(thingNameSchema, (await params).thingName);
  const { tab } = parseSearch(thingExecutionsFilter, await searchParams);
  const fleetId = services.fleet.id;
  const list = (shown: "open" | "finished") =>
    fillFirstPage(thingExecutionsQuery(fleetId, { thingName, tab: shown }), () =>
      listThingExecutions(services, actor, { thingName, tab: shown, cursor: null }),
    );
  const thing = fillOne(thingQuery(fleetId, thingName), () => describeThing(services, actor, { thingName }));
  // The diagnosis always needs the open executions.
  const fills = tab === "open" ? [thing, list("open")] : [thing, list("open"), list("finished")];
  return (
    <Prefetched fills={fills}>
      <ThingView thingName={thingName} />
    </Prefetched>
  );
}
