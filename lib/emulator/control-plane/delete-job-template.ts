import { jobTemplateId } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { required } from "../http/shape.ts";
import { requireJobTemplate } from "./require-resource.ts";

export const deleteJobTemplateOperation = defineOperation({
  api: "DeleteJobTemplate",
  method: "DELETE",
  path: "/job-templates/{jobTemplateId}",
  labels: { jobTemplateId: required(jobTemplateId) },
  act(call, { jobTemplateId }) {
    call.world.removeJobTemplate(requireJobTemplate(call, jobTemplateId));
  },
});
