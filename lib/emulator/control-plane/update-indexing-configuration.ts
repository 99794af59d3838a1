import { defineOperation } from "../http/operation.ts";
import { list, oneOf, optional, required, string, structure } from "../http/shape.ts";

const fields = list(
  structure({ name: optional(string()), type: optional(oneOf(["Number", "String", "Boolean"])) }),
);

/** Shadows, Device Defender and custom fields are checked and then forgotten: nothing here searches them. */
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
  act({ world, nowMs }, { thingIndexingConfiguration: things, thingGroupIndexingConfiguration: groups }) {
    if (things) {
      world.indexing = {
        thingIndexingMode: things.thingIndexingMode,
        thingConnectivityIndexingMode: things.thingConnectivityIndexingMode ?? "OFF",
        // How long AWS builds is not documented; here it is as eventual as everything else.
        readyAtMs:
          world.indexing.thingIndexingMode === "OFF" ? nowMs + world.lagMs : world.indexing.readyAtMs,
      };
    }
    if (groups) world.thingGroupIndexingMode = groups.thingGroupIndexingMode;
  },
});
