import type { Job } from "./job.ts";

/** How a job runs: the members that CreateJob, CreateJobTemplate and UpdateJob share. */
export type JobConfiguration = {
  presignedUrlConfig?: Job["presignedUrlConfig"] | undefined;
  jobExecutionsRolloutConfig?:
    { maximumPerMinute?: number | undefined; exponentialRate?: Job["exponentialRate"] } | undefined;
  abortConfig?: { criteriaList: NonNullable<Job["abort"]> } | undefined;
  timeoutConfig?: { inProgressTimeoutInMinutes?: number | undefined } | undefined;
  jobExecutionsRetryConfig?: { criteriaList: NonNullable<Job["retry"]> } | undefined;
};

/** Sets the given members and leaves the others. A given configuration replaces the old one as a whole. */
export function applyConfiguration(job: Job, given: JobConfiguration): void {
  job.presignedUrlConfig = given.presignedUrlConfig ?? job.presignedUrlConfig;
  if (given.timeoutConfig) job.timeoutMinutes = given.timeoutConfig.inProgressTimeoutInMinutes;
  if (given.jobExecutionsRolloutConfig) {
    job.rolloutPerMinute = given.jobExecutionsRolloutConfig.maximumPerMinute;
    job.exponentialRate = given.jobExecutionsRolloutConfig.exponentialRate;
  }
  job.abort = given.abortConfig?.criteriaList ?? job.abort;
  job.retry = given.jobExecutionsRetryConfig?.criteriaList ?? job.retry;
}

/** The configuration as DescribeJob returns it: empty ones are `{}`, as in the real sample of facts 1.3. */
export function readConfiguration(job: Job) {
  return {
    presignedUrlConfig: job.presignedUrlConfig,
    jobExecutionsRolloutConfig: {
      maximumPerMinute: job.rolloutPerMinute,
      exponentialRate: job.exponentialRate,
    },
    abortConfig: job.abort && { criteriaList: job.abort },
    timeoutConfig: { inProgressTimeoutInMinutes: job.timeoutMinutes },
    jobExecutionsRetryConfig: job.retry && { criteriaList: job.retry },
  } satisfies JobConfiguration;
}
