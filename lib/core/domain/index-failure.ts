/** Kinds of failure that need no more than their kind to be explained. */
export const PLAIN_CAUSES = [
  "throttled",
  "unavailable",
  "credentials",
  "index-not-ready",
  /** Any other failure, and one that another version of the console recorded. */
  "other",
] as const;

/** Why AWS did not answer a read of the index. */
export type IndexFailureCause =
  /** `action`: the IAM action that the policy lacks; null where it is not known. */
  { kind: "denied"; action: string | null } | { kind: (typeof PLAIN_CAUSES)[number] };

/**
 * What a failure keeps the index from knowing.
 *
 * `everything`: no read succeeds, so the whole index is getting older. `jobs`: some jobs cannot be read, all others are.
 * `enrichment`: some stuck executions lack their last report, type, groups or connectivity. `thing-types`: the types of
 * some things are unknown, so the threshold of their type is not applied.
 */
export const FAILURE_SCOPES = ["everything", "jobs", "enrichment", "thing-types"] as const;

/** Why the index is not up to date, or not complete. */
export interface IndexFailure {
  scope: (typeof FAILURE_SCOPES)[number];
  cause: IndexFailureCause;
}
