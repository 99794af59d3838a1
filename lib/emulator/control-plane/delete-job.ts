import { awsError } from "../http/aws-error.ts";
import { jobId, namespaceId } from "../http/model-shapes.ts";
import { defineOperation, type Call } from "../http/operation.ts";
import { boolean, optional, required } from "../http/shape.ts";
import { deleteJob } from "../state/delete-job.ts";
import { requireJob } from "./require-resource.ts";

const MAX_DELETIONS = 10;

export const deleteJobOperation = defineOperation({
  api: "DeleteJob",
  method: "DELETE",
  path: "/jobs/{jobId}",
  labels: { jobId: required(jobId) },
  query: { force: optional(boolean()), namespaceId: optional(namespaceId) },
  act(call, { jobId, force = false }) {
    const job = requireJob(call, jobId);
    const hasEnded = job.status === "COMPLETED" || job.status === "CANCELED";
    if (job.status === "DELETION_IN_PROGRESS" || (!hasEnded && !force)) {
      throw awsError(
        "InvalidStateTransitionException",
        `Job ${jobId} is ${job.status} and cannot be deleted.`,
      );
    }
    if (countDeletions(call) >= MAX_DELETIONS) {
      // AWS's own message (facts 2.9).
      throw awsError(
        "LimitExceededException",
        "Exceeded the AWS IoT Jobs service quota for the number of jobs with status DELETION_IN_PROGRESS. " +
          "Please check number of jobs currently being deleted, wait at least one minute, and try again.",
      );
    }
    deleteJob(call.world, job);
  },
});

function countDeletions({ world }: Call): number {
  let count = 0;
  for (const job of world.jobs) if (job.status === "DELETION_IN_PROGRESS") count++;
  return count;
}
