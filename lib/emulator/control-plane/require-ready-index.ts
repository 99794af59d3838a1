import { awsError } from "../http/aws-error.ts";
import type { Call } from "../http/operation.ts";

export const THING_INDEX = "AWS_Things";

/**
 * Lets only a ready index of things pass. The text for an index that is off is the real one (facts 2.9);
 * AWS_ThingGroups is not kept here and is answered as if it were off.
 */
export function requireReadyIndex({ world, nowMs }: Call, indexName: string): void {
  const { thingIndexingMode, readyAtMs } = world.indexing;
  if (indexName !== THING_INDEX || thingIndexingMode === "OFF") {
    throw awsError(
      "ResourceNotFoundException",
      `Index ${indexName} does not exist. Please enable index by calling UpdateIndexingConfiguration`,
    );
  }
  if (nowMs < readyAtMs) throw awsError("IndexNotReadyException", `Index ${indexName} is being built.`);
}
