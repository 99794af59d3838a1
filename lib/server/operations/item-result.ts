import { type SystemFault, systemFaultOf } from "./circuit-breaker";
import type { ItemUpdate } from "./item-store";
import type { RunnerServices } from "./runner-services";

/** What came of one try of an item. */
export interface ItemResult {
  update: ItemUpdate;
  /** A fault that is not about the item. If it is certain, the try does not count. Null: there was none. */
  fault: SystemFault | null;
  /** AWS itself answered, whatever it said: it is reachable and accepts our calls. */
  isAwsAnswering: boolean;
  /** AWS accepted it after another instance had completed the entry with another outcome: the item is corrected. */
  contradicts: boolean;
}

/** The result of a try that called AWS for nothing but reads. */
export const resultOfRead = (update: ItemUpdate, fault: SystemFault | null = null): ItemResult => ({
  update,
  fault,
  isAwsAnswering: false,
  contradicts: false,
});

/**
 * Checks whether a fault that may be about one item is about all of them: it is if AWS has no answer to an unrelated
 * read either.
 */
export async function confirmFault(
  { gatewayOf }: Pick<RunnerServices, "gatewayOf">,
  jobId: string,
  fault: SystemFault | null,
): Promise<SystemFault | null> {
  if (fault === null || fault.isCertain) return fault;
  const other = await gatewayOf(null).describeJob(jobId, { priority: "reread" });
  return other.ok || systemFaultOf(other.failure) === null ? fault : { ...fault, isCertain: true };
}
