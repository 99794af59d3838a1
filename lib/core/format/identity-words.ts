import { compareIdentity, type ObservedExecution } from "@/lib/core/domain/observed-execution";

/** What still identifies an execution where AWS left out a part of its identity. Null: nothing is missing. */
export function partialIdentityWords(observed: ObservedExecution): string | null {
  if (!compareIdentity(observed, observed).isPartial) return null;
  const { queuedAt, startedAt, status, executionNumber, versionNumber } = observed;
  const missing = [
    ...(queuedAt === null ? ["queued"] : []),
    ...(startedAt === null && status === "IN_PROGRESS" ? ["started"] : []),
  ].join(" or ");
  const unsaid = `AWS IoT did not say when this execution was ${missing}`;
  if (versionNumber === null)
    return `${unsaid}, nor its version: nothing can tell it from another one, so it cannot be canceled here.`;
  const rest = executionNumber === null ? "its version" : "its number and version";
  return `${unsaid}, so only ${rest} can tell it from another one.`;
}
