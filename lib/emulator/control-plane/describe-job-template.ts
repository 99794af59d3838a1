import { jobTemplateId } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { required } from "../http/shape.ts";
import { toSeconds } from "../http/timestamp.ts";
import { requireJobTemplate } from "./require-resource.ts";

export const describeJobTemplateOperation = defineOperation({
  api: "DescribeJobTemplate",
  method: "GET",
  path: "/job-templates/{jobTemplateId}",
  labels: { jobTemplateId: required(jobTemplateId) },
  act(call, { jobTemplateId }) {
    const template = requireJobTemplate(call, jobTemplateId);
    return {
      jobTemplateArn: call.arns.of("jobtemplate", jobTemplateId),
      jobTemplateId,
      description: template.description,
      documentSource: template.documentSource,
      document: template.document,
      createdAt: toSeconds(template.createdAtMs),
      ...template.configuration,
      maintenanceWindows: template.maintenanceWindows,
      destinationPackageVersions: template.destinationPackageVersions,
    };
  },
});
