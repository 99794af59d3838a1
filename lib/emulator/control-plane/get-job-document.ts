import { jobId } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { boolean, optional, required } from "../http/shape.ts";
import { requireJob } from "./require-resource.ts";

export const getJobDocumentOperation = defineOperation({
  api: "GetJobDocument",
  method: "GET",
  path: "/jobs/{jobId}/job-document",
  labels: { jobId: required(jobId) },
  query: { beforeSubstitution: optional(boolean()) },
  act(call, { jobId }) {
    return { document: requireJob(call, jobId).document };
  },
});
