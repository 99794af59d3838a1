import * as z from "zod/mini";
import type { QueueJob } from "@/lib/core/domain/device-queue";
import type { GroupsBelow } from "@/lib/core/domain/groups-below";
import type { Job, JobSummary } from "@/lib/core/domain/job";
import { groupsBelowSchema } from "./groups-below";
import { type Page, pageSchema } from "./page";

const date = z.nullable(z.coerce.date());
const text = z.nullable(z.string());
const number = z.nullable(z.number());

export const jobSummarySchema = z.object({
  jobId: z.string(),
  status: z.string(),
  targetSelection: text,
  createdAt: date,
  lastUpdatedAt: date,
  completedAt: date,
  isConcurrent: z.boolean(),
}) satisfies z.ZodMiniType<JobSummary>;

/** A page of jobs. `groupsBelow` null: there is no filter by group. */
export const jobPageSchema = z.extend(pageSchema(jobSummarySchema), {
  groupsBelow: z.nullable(groupsBelowSchema),
});
export type JobPage = Page<JobSummary> & { groupsBelow: GroupsBelow | null };

export const jobSchema = z.extend(jobSummarySchema, {
  description: text,
  targets: z.array(z.string()),
  counts: z.object({
    QUEUED: z.number(),
    IN_PROGRESS: z.number(),
    SUCCEEDED: z.number(),
    FAILED: z.number(),
    TIMED_OUT: z.number(),
    REJECTED: z.number(),
    REMOVED: z.number(),
    CANCELED: z.number(),
  }),
  processingTargets: z.array(z.string()),
  reasonCode: text,
  comment: text,
  forceCanceled: z.boolean(),
  namespaceId: text,
  timeoutMinutes: number,
  rollout: z.object({
    maximumPerMinute: number,
    exponentialRate: z.nullable(
      z.object({
        baseRatePerMinute: z.number(),
        incrementFactor: z.number(),
        notifiedThings: number,
        succeededThings: number,
      }),
    ),
  }),
  abortCriteria: z.array(
    z.object({
      failureType: z.string(),
      action: z.string(),
      thresholdPercentage: z.number(),
      minExecutedThings: z.number(),
    }),
  ),
  retryCriteria: z.array(z.object({ failureType: z.string(), numberOfRetries: z.number() })),
  scheduling: z.object({
    startTime: text,
    endTime: text,
    endBehavior: text,
    maintenanceWindows: z.array(z.object({ startTime: z.string(), durationMinutes: number })),
    nextRollouts: z.array(z.string()),
  }),
  documentSource: text,
  origin: z.nullable(z.object({ region: z.string(), account: z.string() })),
  readAt: z.coerce.date(),
}) satisfies z.ZodMiniType<Job>;

/** Null: AWS has no document for the job, or its template is gone. */
export const jobDocumentSchema = z.object({ document: text });

const queueJobSchema = z.object({
  jobId: z.string(),
  status: z.string(),
  namespaceId: text,
  nextWindow: text,
  startTime: text,
}) satisfies z.ZodMiniType<QueueJob>;
export const queueJobsSchema = z.object({ jobs: z.array(queueJobSchema) });
