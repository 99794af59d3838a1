import { defineOperation } from "../http/operation.ts";
import { MANAGED_GROUP_FIELDS, managedFieldsOf } from "./managed-fields.ts";

/** An index that is off has no fields, as in the sample of [DG:managing-index]. */
export const getIndexingConfigurationOperation = defineOperation({
  api: "GetIndexingConfiguration",
  method: "GET",
  path: "/indexing/config",
  act({ world: { indexing, groupIndexing } }) {
    const { readyAtMs: _ready, rebuiltAtMs: _rebuilt, ...things } = indexing;
    const managedFields = managedFieldsOf(indexing);
    return {
      thingIndexingConfiguration: {
        ...things,
        managedFields: managedFields.length > 0 ? managedFields : undefined,
      },
      thingGroupIndexingConfiguration: {
        ...groupIndexing,
        managedFields: groupIndexing.thingGroupIndexingMode === "ON" ? MANAGED_GROUP_FIELDS : undefined,
      },
    };
  },
});
