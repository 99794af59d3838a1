import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import type { ThingsFilter } from "@/lib/core/contracts/filters";
import type { Page } from "@/lib/core/contracts/page";
import type { ThingPage } from "@/lib/core/contracts/thing";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { readOn } from "@/lib/core/domain/read-on";
import { ok, type Result } from "@/lib/core/domain/result";
import type { Indexing, ThingSummary, Unanswerable } from "@/lib/core/domain/thing";
import type { IotGateway } from "@/lib/server/iot/iot-gateway";
import { readByGroup } from "@/lib/server/groups/read-by-group";
import { type GroupScope, readGroupScope } from "@/lib/server/groups/read-group-scope";
import { countGroupsThatFit, type ThingSearch, toSearchQuery } from "./search-query";

type Services = {
  iot: Pick<IotGateway, "indexing" | "searchThings" | "listThings" | "listThingsInGroup" | "listThingGroups">;
};
type Query = ThingsFilter & { cursor: string | null };

/**
 * One page of things. If fleet indexing is on, it comes from the index, which has names, groups and connectivity, and
 * combines all filters. Otherwise it comes from the registry, which filters by type and attribute, or lists one group. A
 * filter by group includes the groups below it.
 */
export async function listThings(
  services: Services,
  actor: Actor,
  query: Query,
): Promise<Result<ThingPage, ReadFailure>> {
  const authorized = authorize(actor, "read");
  if (!authorized.ok) return authorized;
  const indexing = await readIndexing(services);
  if (!indexing.ok) return indexing;
  const unanswerable = whyUnanswerable(query, indexing.value);
  if (unanswerable !== null)
    return ok({
      ...{ rows: [], cursor: null, readAt: new Date() },
      ...{ indexing: indexing.value, unanswerable, groupsBelow: null },
    });
  const page = indexing.value.things
    ? await searchIndex(services, query)
    : await listRegistry(services, query);
  if (!page.ok) return page;
  return ok({
    ...page.value,
    rows: page.value.rows.map(withWhatIsKnown(indexing.value)),
    indexing: indexing.value,
    unanswerable,
  });
}

/** A filter that AWS would ignore is refused: its result would be that of another filter. */
function whyUnanswerable(query: ThingsFilter, indexing: Indexing): Unanswerable | null {
  if (!indexing.things && (query.search !== null || query.connectivity !== null)) return "needs-index";
  if (!indexing.connectivity && query.connectivity !== null) return "needs-connectivity";
  const filtersByMore = query.type !== null || query.attribute !== null;
  return !indexing.things && query.group !== null && filtersByMore ? "group-alone" : null;
}

/** If AWS denies reading the setting, the registry can still be shown. */
async function readIndexing({ iot }: Services): Promise<Result<Indexing, ReadFailure>> {
  const indexing = await iot.indexing();
  if (!indexing.ok && indexing.failure.kind === "denied")
    return ok({ things: false, connectivity: false, denied: true });
  return indexing;
}

type GroupedPage = Page<ThingSummary> & Pick<ThingPage, "groupsBelow">;

async function searchIndex(services: Services, query: Query): Promise<Result<GroupedPage, ReadFailure>> {
  const { search: text, type, connectivity, cursor } = query;
  const search = { text, type, connectivity, attribute: toAttribute(query.attribute) };
  if (query.group === null) {
    const page = await services.iot.searchThings(toSearchQuery({ ...search, groups: [] }), cursor);
    return page.ok ? ok({ ...page.value, groupsBelow: null }) : page;
  }
  const scope = await readGroupScope(services, query.group);
  if (!scope.ok) return scope;
  const page = await searchGroups(services, search, scope.value, cursor);
  return page.ok ? ok({ ...page.value, groupsBelow: scope.value.below }) : page;
}

function searchGroups(
  { iot }: Services,
  search: Omit<ThingSearch, "groups">,
  { names }: GroupScope,
  cursor: string | null,
) {
  const how = { take: (left: readonly string[]) => countGroupsThatFit(search, left), atOnce: 1 };
  return readOn(cursor, (at) =>
    readByGroup(names, at, how, (groups, token) =>
      iot.searchThings(toSearchQuery({ ...search, groups }), token),
    ),
  );
}

async function listRegistry({ iot }: Services, query: Query): Promise<Result<GroupedPage, ReadFailure>> {
  if (query.group === null) {
    const filter = { type: query.type, attribute: toAttribute(query.attribute) };
    const page = await iot.listThings(filter, query.cursor);
    return page.ok ? ok({ ...page.value, groupsBelow: null }) : page;
  }
  const page = await iot.listThingsInGroup(query.group, query.cursor);
  return page.ok
    ? ok({ ...page.value, rows: page.value.rows.map(onlyName), groupsBelow: { kind: "all" } })
    : page;
}

const onlyName = (thingName: string): ThingSummary => ({
  thingName,
  typeName: null,
  attributes: {},
  connectivity: { state: "unknown", because: "not-indexed" },
  groups: null,
});

/** If connectivity is not indexed, or the setting is not readable, its absence says nothing about the device. */
const withWhatIsKnown =
  ({ connectivity, denied }: Indexing) =>
  (thing: ThingSummary): ThingSummary =>
    connectivity
      ? thing
      : { ...thing, connectivity: { state: "unknown", because: denied ? "denied" : "not-indexed" } };

/** Splits `name=value` at the first `=`: a value may contain more of them, a name none. */
function toAttribute(filter: string | null): { name: string; value: string } | null {
  if (filter === null) return null;
  const at = filter.indexOf("=");
  return { name: filter.slice(0, at), value: filter.slice(at + 1) };
}
