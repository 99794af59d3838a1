import { invalidRequest } from "../http/aws-error.ts";
import { defineOperation } from "../http/operation.ts";
import { list, oneOf, optional, required, string, structure, type Shape } from "../http/shape.ts";
import type { IndexedField, ThingIndexing, World } from "../state/world.ts";
import { MANAGED_GROUP_FIELDS, managedFieldsOf } from "./managed-fields.ts";

/** How many named shadows and geolocations can be indexed by default [MD]. */
const MAX_SHADOW_NAMES = 10;
const MAX_GEO_LOCATIONS = 1;

const fields: Shape<IndexedField[]> = list(
  structure({ name: optional(string()), type: optional(oneOf(["Number", "String", "Boolean"])) }),
);

/**
 * An update replaces each given configuration as a whole, so omitted custom fields are removed [DG:managing-index]. A
 * configuration that is not given stays as it is. `managedFields` belong to the service and are ignored. Presumed: AWS
 * answers what the guide forbids with InvalidRequestException, the only declared error that fits.
 */
export const updateIndexingConfigurationOperation = defineOperation({
  api: "UpdateIndexingConfiguration",
  method: "POST",
  path: "/indexing/config",
  body: {
    thingIndexingConfiguration: optional(
      structure({
        thingIndexingMode: required(oneOf(["OFF", "REGISTRY", "REGISTRY_AND_SHADOW"])),
        thingConnectivityIndexingMode: optional(oneOf(["OFF", "STATUS"])),
        deviceDefenderIndexingMode: optional(oneOf(["OFF", "VIOLATIONS"])),
        namedShadowIndexingMode: optional(oneOf(["OFF", "ON"])),
        managedFields: optional(fields),
        customFields: optional(fields),
        filter: optional(
          structure({
            namedShadowNames: optional(
              list(string({ min: 1, max: 64, pattern: "[$a-zA-Z0-9:_-]+" }), { max: MAX_SHADOW_NAMES }),
            ),
            geoLocations: optional(
              list(structure({ name: optional(string()), order: optional(oneOf(["LatLon", "LonLat"])) }), {
                max: MAX_GEO_LOCATIONS,
              }),
            ),
          }),
        ),
      }),
    ),
    thingGroupIndexingConfiguration: optional(
      structure({
        thingGroupIndexingMode: required(oneOf(["OFF", "ON"])),
        managedFields: optional(fields),
        customFields: optional(fields),
      }),
    ),
  },
  act({ world, nowMs }, { thingIndexingConfiguration: given, thingGroupIndexingConfiguration: groups }) {
    // AWS does not document how long it builds. Here it takes as long as reads lag.
    const builtAtMs = nowMs + world.lagMs;
    const isFirst = world.indexing.thingIndexingMode === "OFF";
    const things: ThingIndexing | undefined = given && {
      thingIndexingMode: given.thingIndexingMode,
      thingConnectivityIndexingMode: given.thingConnectivityIndexingMode ?? "OFF",
      deviceDefenderIndexingMode: given.deviceDefenderIndexingMode ?? "OFF",
      namedShadowIndexingMode: given.namedShadowIndexingMode ?? "OFF",
      customFields: given.customFields,
      filter: given.filter,
      readyAtMs: isFirst ? builtAtMs : world.indexing.readyAtMs,
      rebuiltAtMs: builtAtMs,
    };
    if (things) refuseBadThingIndexing(things);
    if (groups) refuseManagedFields(groups.customFields, MANAGED_GROUP_FIELDS);

    if (things?.thingIndexingMode === "OFF") refuseWhileDynamic(world);
    if (things) world.indexing = things;
    world.registry.revision++;
    if (groups) {
      const { thingGroupIndexingMode, customFields } = groups;
      world.groupIndexing = { thingGroupIndexingMode, customFields };
    }
  },
});

/** "You cannot disable it until you delete all of your dynamic thing groups" [DG:dynamic-thing-groups]. */
function refuseWhileDynamic({ registry }: World): void {
  for (const { name, queryString } of registry.groups) {
    if (queryString !== undefined) {
      throw invalidRequest(`Indexing cannot be turned off while there is the dynamic thing group ${name}.`);
    }
  }
}

function refuseBadThingIndexing(things: ThingIndexing): void {
  const { thingIndexingMode, thingConnectivityIndexingMode, customFields = [] } = things;
  if (thingIndexingMode === "OFF" && thingConnectivityIndexingMode === "STATUS") {
    throw invalidRequest("Connectivity cannot be indexed while thingIndexingMode is OFF.");
  }
  refuseManagedFields(customFields, managedFieldsOf(things));
  const unindexed = customFields.find(({ name = "" }) => !isIndexed(things, name));
  if (unindexed) throw invalidRequest(`The custom field ${unindexed.name} is not indexed in these modes.`);
}

/** Whether the indexing modes allow a custom field of this name [DG:managing-fleet-index]. */
function isIndexed(things: ThingIndexing, name: string): boolean {
  if (things.thingIndexingMode === "OFF") return false;
  if (name.startsWith("attributes.")) return true;
  if (name.startsWith("deviceDefender.")) return things.deviceDefenderIndexingMode === "VIOLATIONS";
  if (name.startsWith("shadow.name.")) return things.namedShadowIndexingMode === "ON";
  return /^shadow\.(desired|reported)\./.test(name) && things.thingIndexingMode === "REGISTRY_AND_SHADOW";
}

function refuseManagedFields(customFields: IndexedField[] = [], managed: IndexedField[]): void {
  for (const { name } of customFields) {
    if (managed.some((field) => field.name === name)) {
      throw invalidRequest(`${name} is a managed field and cannot be a custom field.`);
    }
  }
}
