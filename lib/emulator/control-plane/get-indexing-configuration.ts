import { defineOperation } from "../http/operation.ts";

export const getIndexingConfigurationOperation = defineOperation({
  api: "GetIndexingConfiguration",
  method: "GET",
  path: "/indexing/config",
  act({ world }) {
    const { thingIndexingMode, thingConnectivityIndexingMode } = world.indexing;
    return {
      thingIndexingConfiguration: {
        thingIndexingMode,
        thingConnectivityIndexingMode,
        deviceDefenderIndexingMode: "OFF",
        namedShadowIndexingMode: "OFF",
      },
      thingGroupIndexingConfiguration: { thingGroupIndexingMode: world.thingGroupIndexingMode },
    };
  },
});
