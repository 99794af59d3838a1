import { awsError, invalidRequest } from "../http/aws-error.ts";
import {
  arn,
  freeText,
  jobConfiguration,
  jobDocument,
  jobId,
  namespaceId,
  packageVersions,
  schedulingConfig,
  tags,
  targetSelection,
} from "../http/model-shapes.ts";
import { defineOperation, type Call } from "../http/operation.ts";
import { list, map, optional, required, string } from "../http/shape.ts";
import { applyConfiguration } from "../state/job-configuration.ts";
import type { JobTemplate } from "../state/job-template.ts";
import { Job } from "../state/job.ts";
import { MAX_CONCURRENT_JOBS, canStartJob, startJob } from "../state/start-job.ts";
import { MAX_TARGETS, readTargets } from "./read-targets.ts";
import { refuseBadDocument, refuseBadSchedule, refuseTooManyRetries } from "./refuse-bad-job.ts";
import { requireJobTemplate } from "./require-resource.ts";
import { addTags } from "./tags.ts";

/** A documentSource in S3 is not read: the job's document is empty then. Managed templates are not implemented. */
export const createJobOperation = defineOperation({
  api: "CreateJob",
  method: "PUT",
  path: "/jobs/{jobId}",
  labels: { jobId: required(jobId) },
  body: {
    targets: required(list(string({ max: 2048 }), { min: 1, max: MAX_TARGETS })),
    ...jobDocument,
    ...jobConfiguration,
    description: optional(freeText),
    targetSelection: optional(targetSelection),
    tags: optional(tags),
    namespaceId: optional(namespaceId),
    jobTemplateArn: optional(arn),
    documentParameters: optional(
      map(
        string({ min: 1, max: 128, pattern: "[a-zA-Z0-9_-]+" }),
        string({ min: 1, max: 30_720, pattern: "[^\\p{C}]+" }),
      ),
    ),
    schedulingConfig: optional(schedulingConfig),
    destinationPackageVersions: optional(packageVersions),
  },
  act(call, { jobId, ...input }) {
    const { world, arns } = call;
    if (world.job(jobId)) {
      throw awsError("ResourceAlreadyExistsException", `Job ${jobId} already exists.`, {
        resourceId: jobId,
        resourceArn: arns.of("job", jobId),
      });
    }
    const template =
      input.jobTemplateArn === undefined ? undefined : requireTemplate(call, input.jobTemplateArn);
    if (input.documentParameters !== undefined) {
      throw invalidRequest("documentParameters can only be used with a managed job template.");
    }
    const { document, documentSource } = readDocument(input, template);
    refuseTooManyRetries(input);
    const scheduling = withTemplateWindows(input.schedulingConfig, template);
    refuseBadSchedule(call.nowMs, scheduling);
    const targets = readTargets(call, input.targets);
    refuseTooManyJobs(call);

    const job = new Job({
      jobId,
      targets,
      targetSelection: input.targetSelection ?? "SNAPSHOT",
      createdAtMs: call.nowMs,
    });
    job.document = document ?? "";
    job.documentSource = documentSource;
    job.description = input.description ?? template?.description;
    job.namespaceId = input.namespaceId;
    job.jobTemplateArn = input.jobTemplateArn;
    job.destinationPackageVersions = input.destinationPackageVersions ?? template?.destinationPackageVersions;
    applyConfiguration(job, template?.configuration ?? {});
    applyConfiguration(job, input);
    job.scheduling = scheduling;
    addTags(job.tags, input.tags);
    world.addJob(job);
    startJob(world, job);
    return { jobArn: arns.of("job", jobId), jobId, description: job.description };
  },
});

function requireTemplate(call: Call, jobTemplateArn: string): JobTemplate {
  const parsed = call.arns.parse(jobTemplateArn);
  if (parsed?.kind === "jobtemplate") return requireJobTemplate(call, parsed.name);
  throw awsError("ResourceNotFoundException", `Job template ${jobTemplateArn} not found.`);
}

type Document = { document?: string | undefined; documentSource?: string | undefined };

/** The given document, else that of the template. */
function readDocument(given: Document, template: JobTemplate | undefined): Document {
  const { document, documentSource } = given;
  if (document === undefined && documentSource === undefined && template) return template;
  if ((document === undefined) === (documentSource === undefined)) {
    throw invalidRequest("Exactly one of document and documentSource must be given.");
  }
  refuseBadDocument(document);
  return { document, documentSource };
}

function withTemplateWindows(given: Job["scheduling"], template: JobTemplate | undefined): Job["scheduling"] {
  const maintenanceWindows = given?.maintenanceWindows ?? template?.maintenanceWindows;
  return given || maintenanceWindows ? { ...given, maintenanceWindows } : undefined;
}

function refuseTooManyJobs({ world }: Call): void {
  if (canStartJob(world)) return;
  throw awsError("LimitExceededException", `At most ${MAX_CONCURRENT_JOBS} jobs can be concurrent.`);
}
