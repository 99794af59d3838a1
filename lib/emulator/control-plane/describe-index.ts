import { indexName } from "../http/model-shapes.ts";
import { awsError } from "../http/aws-error.ts";
import { defineOperation } from "../http/operation.ts";
import { required } from "../http/shape.ts";
import type { ThingIndexing } from "../state/world.ts";
import { THING_INDEX } from "./require-ready-index.ts";

export const describeIndexOperation = defineOperation({
  api: "DescribeIndex",
  method: "GET",
  path: "/indices/{indexName}",
  labels: { indexName: required(indexName) },
  act({ world: { indexing }, nowMs }, { indexName }) {
    if (indexName !== THING_INDEX || indexing.thingIndexingMode === "OFF") {
      throw awsError("ResourceNotFoundException", `Index ${indexName} does not exist.`);
    }
    return { indexName, indexStatus: statusOf(indexing, nowMs), schema: schemaOf(indexing) };
  },
});

/** BUILDING the first time, when it cannot be queried. REBUILDING after each change, when it can (facts 4.4). */
function statusOf({ readyAtMs, rebuiltAtMs }: ThingIndexing, nowMs: number): string {
  if (nowMs < readyAtMs) return "BUILDING";
  return nowMs < rebuiltAtMs ? "REBUILDING" : "ACTIVE";
}

/** The first four are named after their content; the fifth is AWS's type for the rest [MD]. */
function schemaOf(indexing: ThingIndexing): string {
  if (indexing.deviceDefenderIndexingMode !== "OFF" || indexing.namedShadowIndexingMode !== "OFF") {
    return "MULTI_INDEXING_MODE";
  }
  const { thingIndexingMode, thingConnectivityIndexingMode } = indexing;
  return thingConnectivityIndexingMode === "STATUS"
    ? `${thingIndexingMode}_AND_CONNECTIVITY_STATUS`
    : thingIndexingMode;
}
