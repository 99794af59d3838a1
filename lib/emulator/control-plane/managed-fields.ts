import type { IndexedField, ThingIndexing } from "../state/world.ts";

/** Fields whose type the index defines [DG:managing-fleet-index]. The modes of the index decide which there are. */
const REGISTRY: IndexedField[] = [
  { name: "thingId", type: "String" },
  { name: "thingName", type: "String" },
  { name: "registry.version", type: "Number" },
  { name: "registry.thingTypeName", type: "String" },
  { name: "registry.thingGroupNames", type: "String" },
];
const CONNECTIVITY: IndexedField[] = [
  { name: "connectivity.timestamp", type: "Number" },
  { name: "connectivity.version", type: "Number" },
  { name: "connectivity.connected", type: "Boolean" },
  { name: "connectivity.disconnectReason", type: "String" },
];
const DEVICE_DEFENDER: IndexedField[] = [{ name: "deviceDefender.violationCount", type: "Number" }];

export const MANAGED_GROUP_FIELDS: IndexedField[] = [
  { name: "description", type: "String" },
  { name: "parentGroupNames", type: "String" },
  { name: "thingGroupId", type: "String" },
  { name: "thingGroupName", type: "String" },
  { name: "version", type: "Number" },
];

/** Managed fields of the thing index, without those of security profiles, which the emulator lacks. */
export function managedFieldsOf(indexing: ThingIndexing): IndexedField[] {
  if (indexing.thingIndexingMode === "OFF") return [];
  const namedShadows =
    indexing.namedShadowIndexingMode === "ON" ? (indexing.filter?.namedShadowNames ?? []) : [];
  return [
    ...REGISTRY,
    ...(indexing.thingIndexingMode === "REGISTRY_AND_SHADOW" ? shadowFields("shadow") : []),
    ...namedShadows.flatMap((name) => shadowFields(`shadow.name.${name}`)),
    ...(indexing.thingConnectivityIndexingMode === "STATUS" ? CONNECTIVITY : []),
    ...(indexing.deviceDefenderIndexingMode === "VIOLATIONS" ? DEVICE_DEFENDER : []),
  ];
}

function shadowFields(shadow: string): IndexedField[] {
  return [
    { name: `${shadow}.version`, type: "Number" },
    { name: `${shadow}.hasDelta`, type: "Boolean" },
  ];
}
