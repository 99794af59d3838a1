import { awsError, invalidRequest } from "../http/aws-error.ts";
import {
  abortConfig,
  freeText,
  jobId,
  namespaceId,
  retryConfig,
  rolloutConfig,
  schedulingConfig,
  tags,
  targetSelection,
  timeoutConfig,
} from "../http/model-shapes.ts";
import { defineOperation, type Call } from "../http/operation.ts";
import { integer, list, map, optional, required, string, structure } from "../http/shape.ts";
import { Job } from "../state/job.ts";
import { readScheduledTimeMs } from "../state/scheduled-time.ts";
import { MAX_CONCURRENT_JOBS, mayBeginJob, startJob } from "../state/start-job.ts";
import { requireThing, requireThingGroup } from "./require-resource.ts";

/** Targets a job [L19]. */
const MAX_TARGETS = 100;
/** Retries a device in total (facts 2.4). */
const MAX_RETRIES = 10;
/** A start or end time is at least this far from now, and from each other [MD]. */
const MIN_SCHEDULE_MS = 30 * 60_000;
/** A start is at most a year ahead, an end two years from now and from the start [MD]. */
const YEAR_MS = 365 * 24 * 60 * 60_000;
/** [MD] */
const MAX_PACKAGE_VERSIONS = 25;

const arn = string({ min: 1, max: 1600, pattern: "arn:[!-~]+" });

/** S3 is not asked for a documentSource: such a job has an empty document here. There are no job templates. */
export const createJobOperation = defineOperation({
  api: "CreateJob",
  method: "PUT",
  path: "/jobs/{jobId}",
  labels: { jobId: required(jobId) },
  body: {
    targets: required(list(string({ max: 2048 }), { min: 1, max: MAX_TARGETS })),
    documentSource: optional(string({ min: 1, max: 1350 })),
    document: optional(string({ max: 32_768 })),
    description: optional(freeText),
    presignedUrlConfig: optional(
      structure({
        roleArn: optional(string({ min: 20, max: 2048 })),
        expiresInSec: optional(integer({ min: 60, max: 3600 })),
      }),
    ),
    targetSelection: optional(targetSelection),
    jobExecutionsRolloutConfig: optional(rolloutConfig),
    abortConfig: optional(abortConfig),
    timeoutConfig: optional(timeoutConfig),
    tags: optional(tags),
    namespaceId: optional(namespaceId),
    jobTemplateArn: optional(arn),
    jobExecutionsRetryConfig: optional(retryConfig),
    documentParameters: optional(
      map(
        string({ min: 1, max: 128, pattern: "[a-zA-Z0-9_-]+" }),
        string({ min: 1, max: 30_720, pattern: "[^\\p{C}]+" }),
      ),
    ),
    schedulingConfig: optional(schedulingConfig),
    destinationPackageVersions: optional(list(arn, { max: MAX_PACKAGE_VERSIONS })),
  },
  act(call, { jobId, ...input }) {
    const { world, arns } = call;
    if (world.job(jobId)) {
      throw awsError("ResourceAlreadyExistsException", `Job ${jobId} already exists.`, {
        resourceId: jobId,
        resourceArn: arns.of("job", jobId),
      });
    }
    if (input.jobTemplateArn !== undefined) {
      throw awsError("ResourceNotFoundException", `Job template ${input.jobTemplateArn} not found.`);
    }
    if (input.documentParameters !== undefined) {
      throw invalidRequest("documentParameters can only be used with a managed job template.");
    }
    if ((input.document === undefined) === (input.documentSource === undefined)) {
      throw invalidRequest("Exactly one of document and documentSource must be given.");
    }
    const retries = input.jobExecutionsRetryConfig?.criteriaList ?? [];
    if (retries.reduce((sum, { numberOfRetries }) => sum + numberOfRetries, 0) > MAX_RETRIES) {
      throw invalidRequest(`At most ${MAX_RETRIES} retries can be configured.`);
    }
    refuseBadSchedule(call, input.schedulingConfig);
    const targets = readTargets(call, input.targets);
    refuseTooManyJobs(call);

    const job = new Job({
      jobId,
      targets,
      targetSelection: input.targetSelection ?? "SNAPSHOT",
      createdAtMs: call.nowMs,
    });
    job.document = input.document ?? "";
    job.documentSource = input.documentSource;
    job.description = input.description;
    job.namespaceId = input.namespaceId;
    job.destinationPackageVersions = input.destinationPackageVersions;
    job.presignedUrlConfig = input.presignedUrlConfig ?? {};
    job.timeoutMinutes = input.timeoutConfig?.inProgressTimeoutInMinutes;
    job.rolloutPerMinute = input.jobExecutionsRolloutConfig?.maximumPerMinute;
    job.exponentialRate = input.jobExecutionsRolloutConfig?.exponentialRate;
    job.abort = input.abortConfig?.criteriaList;
    job.retry = input.jobExecutionsRetryConfig?.criteriaList;
    job.scheduling = input.schedulingConfig;
    world.addJob(job);
    startJob(world, job);
    return { jobArn: arns.of("job", jobId), jobId, description: job.description };
  },
});

function readTargets(call: Call, targets: string[]): Job["targets"] {
  const read: Job["targets"] = { things: [], groups: [] };
  for (const target of targets) {
    const parsed = call.arns.parse(target);
    if (parsed?.kind === "thing") read.things.push(requireThing(call, parsed.name).thingName);
    else if (parsed?.kind === "thinggroup") read.groups.push(requireThingGroup(call, parsed.name).name);
    else throw invalidRequest(`Invalid target: ${target}`);
  }
  return read;
}

function refuseBadSchedule({ nowMs }: Call, schedule: Job["scheduling"]): void {
  const startMs = requireTime("startTime", schedule?.startTime);
  const endMs = requireTime("endTime", schedule?.endTime);
  if (startMs !== undefined && startMs < nowMs + MIN_SCHEDULE_MS) {
    throw invalidRequest("startTime must be at least thirty minutes from now.");
  }
  if (startMs !== undefined && startMs > nowMs + YEAR_MS) {
    throw invalidRequest("startTime must be at most a year from now.");
  }
  if (endMs !== undefined && endMs > nowMs + 2 * YEAR_MS) {
    throw invalidRequest("endTime must be at most two years from now.");
  }
  if (endMs !== undefined && endMs < (startMs ?? nowMs) + MIN_SCHEDULE_MS) {
    throw invalidRequest("endTime must be at least thirty minutes after startTime and from now.");
  }
  if (schedule?.endBehavior !== undefined && endMs === undefined) {
    throw invalidRequest("endBehavior needs an endTime.");
  }
}

function requireTime(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = readScheduledTimeMs(text);
  if (ms === undefined) throw invalidRequest(`${name} is not a time such as 2026-11-23 14:30.`);
  return ms;
}

function refuseTooManyJobs({ world }: Call): void {
  if (mayBeginJob(world)) return;
  throw awsError("LimitExceededException", `At most ${MAX_CONCURRENT_JOBS} jobs can be concurrent.`);
}
