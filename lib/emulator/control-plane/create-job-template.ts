import { awsError, invalidRequest } from "../http/aws-error.ts";
import {
  freeText,
  jobConfiguration,
  jobDocument,
  jobTemplateId,
  maintenanceWindows,
  packageVersions,
  tags,
} from "../http/model-shapes.ts";
import { defineOperation, type Call } from "../http/operation.ts";
import { optional, required, string } from "../http/shape.ts";
import { readConfiguration } from "../state/job-configuration.ts";
import type { Job } from "../state/job.ts";
import { refuseBadDocument, refuseBadWindows, refuseTooManyRetries } from "./refuse-bad-job.ts";
import { requireJob } from "./require-resource.ts";
import { addTags } from "./tags.ts";

/** The most job templates per account [SQ]. */
const MAX_TEMPLATES = 100;

/** From a job, the template takes every member that the call does not give. */
export const createJobTemplateOperation = defineOperation({
  api: "CreateJobTemplate",
  method: "PUT",
  path: "/job-templates/{jobTemplateId}",
  labels: { jobTemplateId: required(jobTemplateId) },
  body: {
    jobArn: optional(string()),
    description: required(freeText),
    ...jobDocument,
    ...jobConfiguration,
    tags: optional(tags),
    maintenanceWindows: optional(maintenanceWindows),
    destinationPackageVersions: optional(packageVersions),
  },
  act(call, { jobTemplateId, jobArn, description, document, documentSource, tags, ...input }) {
    const { world, arns } = call;
    if (world.jobTemplate(jobTemplateId)) {
      throw awsError("ConflictException", `Job template ${jobTemplateId} already exists.`, {
        resourceId: jobTemplateId,
      });
    }
    if ([jobArn, document, documentSource].filter((source) => source !== undefined).length !== 1) {
      throw invalidRequest("Exactly one of jobArn, document and documentSource must be given.");
    }
    refuseBadDocument(document);
    refuseTooManyRetries(input);
    refuseBadWindows(input.maintenanceWindows);
    const job = jobArn === undefined ? undefined : requireJobOfArn(call, jobArn);
    if (world.hasQuotas && world.jobTemplates.count >= MAX_TEMPLATES) {
      throw awsError("LimitExceededException", `There can be at most ${MAX_TEMPLATES} job templates.`);
    }

    const { maintenanceWindows, destinationPackageVersions, ...given } = input;
    const template = {
      jobTemplateId,
      description,
      createdAtMs: call.nowMs,
      document: job?.document ?? document ?? "",
      documentSource: job?.documentSource ?? documentSource,
      configuration: job ? { ...readConfiguration(job), ...given } : given,
      maintenanceWindows: maintenanceWindows ?? job?.scheduling?.maintenanceWindows,
      destinationPackageVersions: destinationPackageVersions ?? job?.destinationPackageVersions,
      tags: new Map<string, string>(),
    };
    addTags(template.tags, tags);
    world.addJobTemplate(template);
    return { jobTemplateArn: arns.of("jobtemplate", jobTemplateId), jobTemplateId };
  },
});

function requireJobOfArn(call: Call, jobArn: string): Job {
  const parsed = call.arns.parse(jobArn);
  if (parsed?.kind !== "job") throw invalidRequest(`${jobArn} is not the ARN of a job.`);
  return requireJob(call, parsed.name);
}
