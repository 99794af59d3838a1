import type { ReadFailure } from "@/lib/core/domain/read-failure";

/** What the store keeps of why AWS did not tell something: the kind, and of a denial the action that IAM's policy lacks. */
export const refusalOf = (failure: ReadFailure): string =>
  failure.kind === "denied" ? `denied ${failure.action}` : failure.kind;
