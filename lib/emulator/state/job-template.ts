import type { Job } from "./job.ts";
import type { JobConfiguration } from "./job-configuration.ts";

/** A template for new jobs. Immutable: the API has no update. */
export type JobTemplate = {
  readonly jobTemplateId: string;
  readonly description: string;
  readonly createdAtMs: number;
  /** Empty when the document comes from S3. */
  readonly document: string;
  readonly documentSource: string | undefined;
  readonly configuration: JobConfiguration;
  readonly maintenanceWindows: NonNullable<Job["scheduling"]>["maintenanceWindows"];
  readonly destinationPackageVersions: string[] | undefined;
  readonly tags: Map<string, string>;
};
