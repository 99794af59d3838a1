import { indexName } from "../http/model-shapes.ts";
import { awsError } from "../http/aws-error.ts";
import { defineOperation } from "../http/operation.ts";
import { required } from "../http/shape.ts";
import { THING_INDEX } from "./require-ready-index.ts";

export const describeIndexOperation = defineOperation({
  api: "DescribeIndex",
  method: "GET",
  path: "/indices/{indexName}",
  labels: { indexName: required(indexName) },
  act({ world, nowMs }, { indexName }) {
    const { thingIndexingMode, thingConnectivityIndexingMode, readyAtMs } = world.indexing;
    if (indexName !== THING_INDEX || thingIndexingMode === "OFF") {
      throw awsError("ResourceNotFoundException", `Index ${indexName} does not exist.`);
    }
    return {
      indexName,
      indexStatus: nowMs < readyAtMs ? "BUILDING" : "ACTIVE",
      schema:
        thingConnectivityIndexingMode === "STATUS"
          ? `${thingIndexingMode}_AND_CONNECTIVITY_STATUS`
          : thingIndexingMode,
    };
  },
});
