import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { ok, type Result } from "@/lib/core/domain/result";
import { escapeTerm } from "@/lib/core/domain/search-term";
import type { Connectivity, Thing, UnknownConnectivity } from "@/lib/core/domain/thing";
import type { IotGateway } from "@/lib/server/iot/iot-gateway";

type Services = {
  iot: Pick<IotGateway, "indexing" | "searchThings" | "describeThing" | "listGroupsOfThing">;
};

/**
 * One thing of the registry, with its groups and with its connectivity from the fleet index. Only the registry decides
 * whether the thing exists: the index lags.
 */
export async function describeThing(
  { iot }: Services,
  actor: Actor,
  { thingName }: { thingName: string },
): Promise<Result<Thing, ReadFailure>> {
  const authorized = authorize(actor, "read");
  if (!authorized.ok) return authorized;
  const [thing, groups, connectivity] = await Promise.all([
    iot.describeThing(thingName),
    iot.listGroupsOfThing(thingName),
    readConnectivity(iot, thingName),
  ]);
  if (!thing.ok) return thing;
  return ok({ ...thing.value, groups: groups.ok ? groups.value : null, connectivity, readAt: new Date() });
}

async function readConnectivity(iot: Services["iot"], thingName: string): Promise<Connectivity> {
  const indexing = await iot.indexing();
  if (!indexing.ok) return { state: "unknown", because: whyNotRead(indexing.failure) };
  if (!indexing.value.connectivity) return { state: "unknown", because: "not-indexed" };

  const found = await iot.searchThings(`thingName:${escapeTerm(thingName)}`, null);
  if (!found.ok) return { state: "unknown", because: whyNotRead(found.failure) };
  const thing = found.value.rows.find((row) => row.thingName === thingName);
  if (thing) return thing.connectivity;
  // If pages are left to read, the index may still have it.
  return { state: "unknown", because: found.value.cursor === null ? "no-data" : "not-read" };
}

function whyNotRead({ kind }: ReadFailure): UnknownConnectivity {
  if (kind === "index-off") return "not-indexed";
  return kind === "denied" ? "denied" : "not-read";
}
