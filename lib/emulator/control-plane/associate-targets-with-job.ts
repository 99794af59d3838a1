import { awsError, invalidRequest } from "../http/aws-error.ts";
import { freeText, jobId, jobTargets, namespaceId } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { optional, required } from "../http/shape.ts";
import { listTargetThings, rollOutJob } from "../state/roll-out-job.ts";
import { MAX_TARGETS, readTargets } from "./read-targets.ts";
import { requireJob } from "./require-resource.ts";

/** Adds thing groups to a continuous job that is in progress. A job has at most a hundred targets in all [MD]. */
export const associateTargetsWithJobOperation = defineOperation({
  api: "AssociateTargetsWithJob",
  method: "POST",
  path: "/jobs/{jobId}/targets",
  labels: { jobId: required(jobId) },
  query: { namespaceId: optional(namespaceId) },
  body: { targets: required(jobTargets), comment: optional(freeText) },
  act(call, { jobId, namespaceId, targets, comment }) {
    const job = requireJob(call, jobId, namespaceId);
    if (job.targetSelection !== "CONTINUOUS" || job.status !== "IN_PROGRESS") {
      throw invalidRequest(`Job ${jobId} is not a continuous job in progress.`);
    }
    const { things, groups } = readTargets(call, targets);
    if (things.length > 0) throw invalidRequest("Only thing groups can be associated with a job.");
    const added = [...new Set(groups)].filter((name) => !job.targets.groups.includes(name));
    if (job.targets.things.length + job.targets.groups.length + added.length > MAX_TARGETS) {
      throw awsError("LimitExceededException", `A job has at most ${MAX_TARGETS} targets.`);
    }
    job.targets.groups.push(...added);
    job.comment = comment ?? job.comment;
    job.lastUpdatedAtMs = call.nowMs;
    const waiting = new Set([...job.waiting, ...listTargetThings(call.world, { things: [], groups: added })]);
    // Things that already have an execution of the job do not get another.
    job.waiting = [...waiting].filter((name) => !job.latest.has(name));
    rollOutJob(call.world, job);
    return { jobArn: call.arns.of("job", jobId), jobId, description: job.description };
  },
});
