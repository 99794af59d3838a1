import { type IndexFailureCause, PLAIN_CAUSES } from "@/lib/core/domain/index-failure";
import type { ReadFailure } from "@/lib/core/domain/read-failure";

/**
 * The text of the columns `index_state.failing`, `indexed_job.refused` and `open_execution.look_failed`: the kind of
 * the failure, and after a space the IAM action that a denial names. Only this file knows the format.
 */
export const formatFailureColumn = (failure: ReadFailure): string =>
  failure.kind === "denied" ? `denied ${failure.action}` : failure.kind;

/** Parses the text. A kind that is not among `PLAIN_CAUSES` becomes `other`. */
export function parseFailureColumn(text: string): IndexFailureCause {
  const [kind, action] = text.split(" ", 2);
  if (kind === "denied") return { kind, action: action || null };
  return { kind: PLAIN_CAUSES.find((known) => known === kind) ?? "other" };
}
