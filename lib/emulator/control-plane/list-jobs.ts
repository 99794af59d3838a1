import { resourceIdOf } from "./resource-id.ts";
import {
  jobStatus,
  maxResults,
  namespaceId,
  nextToken,
  targetSelection,
  thingGroupId,
  thingGroupName,
} from "../http/model-shapes.ts";
import { defineOperation, type Call } from "../http/operation.ts";
import { answerPage } from "../http/page.ts";
import { optional } from "../http/shape.ts";
import { toSeconds } from "../http/timestamp.ts";
import type { Job } from "../state/job.ts";
import { requireThingGroup } from "./require-resource.ts";

/** Newest first: the order is not documented (facts 1.3). A group filter leaves out SCHEDULED jobs, as reported there. */
export const listJobsOperation = defineOperation({
  api: "ListJobs",
  method: "GET",
  path: "/jobs",
  query: {
    status: optional(jobStatus),
    targetSelection: optional(targetSelection),
    maxResults: optional(maxResults),
    nextToken: optional(nextToken),
    thingGroupName: optional(thingGroupName),
    thingGroupId: optional(thingGroupId),
    namespaceId: optional(namespaceId),
  },
  act(call, { status, targetSelection, thingGroupName, thingGroupId, namespaceId, ...paging }) {
    const group = thingGroupName === undefined ? undefined : requireThingGroup(call, thingGroupName).name;
    const { rows, nextToken } = answerPage(
      call,
      ["ListJobs", status, targetSelection, thingGroupName, thingGroupId, namespaceId],
      paging,
      (from = Number.POSITIVE_INFINITY, limit) =>
        call.world.jobs.pageNewestFirst(
          from,
          limit,
          (job) =>
            (status === undefined || job.status === status) &&
            (targetSelection === undefined || job.targetSelection === targetSelection) &&
            (group === undefined || isOnGroup(job, (name) => name === group)) &&
            (thingGroupId === undefined || isOnGroup(job, (name) => groupId(name) === thingGroupId)) &&
            (namespaceId === undefined || job.namespaceId === namespaceId),
        ),
    );
    return { jobs: rows.map((job) => toJobSummary(call, job)), nextToken };
  },
});

function isOnGroup(job: Job, matches: (group: string) => boolean): boolean {
  return job.status !== "SCHEDULED" && job.targets.groups.some(matches);
}

function groupId(name: string): string {
  return resourceIdOf("thinggroup", name);
}

function toJobSummary({ arns }: Call, job: Job): object {
  const [group] = job.targets.groups;
  return {
    jobArn: arns.of("job", job.jobId),
    jobId: job.jobId,
    thingGroupId: group === undefined ? undefined : groupId(group),
    targetSelection: job.targetSelection,
    status: job.status,
    createdAt: toSeconds(job.createdAtMs),
    lastUpdatedAt: toSeconds(job.lastUpdatedAtMs),
    completedAt: job.completedAtMs === undefined ? undefined : toSeconds(job.completedAtMs),
    isConcurrent: job.isConcurrent,
  };
}
