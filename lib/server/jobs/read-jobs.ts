import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import type { JobsFilter } from "@/lib/core/contracts/filters";
import type { JobPage } from "@/lib/core/contracts/job";
import type { Job, JobSummary } from "@/lib/core/domain/job";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { ok, type Result } from "@/lib/core/domain/result";
import type { IotGateway } from "@/lib/server/iot/iot-gateway";
import { readByGroup } from "@/lib/server/groups/read-by-group";
import { type GroupServices, readGroupScope } from "@/lib/server/groups/read-group-scope";

type Services = { iot: Pick<IotGateway, "listJobs" | "describeJob" | "getJobDocument"> };
type Read<Value> = Promise<Result<Value, ReadFailure>>;

/** Groups that one page is read from: as many calls as AWS allows an account in a second. */
const GROUPS_A_PAGE = 10;
/** Each refresh reads all of them, so they are cached for longer than a single list. */
const GROUP_OPTIONS = { maxAgeMs: 5_000 };

/**
 * One page of jobs, in the order of AWS.
 *
 * With a group these are the jobs that target the group or any group below it. A page is read from ten groups, and is
 * sorted newest first.
 *
 * Calls: 1 ListJobs; with a group up to 10, and 1 ListThingGroups for every 250 groups below it. If AWS returns short
 * pages, it takes up to ten times as many.
 */
export async function listJobs(
  { iot }: Services & GroupServices,
  actor: Actor,
  { cursor, ...filter }: JobsFilter & { cursor: string | null },
): Read<JobPage> {
  const authorized = authorize(actor, "read");
  if (!authorized.ok) return authorized;
  if (filter.group === null) {
    const page = await iot.listJobs(filter, cursor);
    return page.ok ? ok({ ...page.value, groupsBelow: null }) : page;
  }
  const scope = await readGroupScope({ iot }, filter.group);
  if (!scope.ok) return scope;
  const how = { take: () => 1, atOnce: GROUPS_A_PAGE };
  const page = await readByGroup(scope.value.names, cursor, how, ([group], token) =>
    iot.listJobs({ ...filter, group: group! }, token, GROUP_OPTIONS),
  );
  if (!page.ok) return page;
  const rows = [...new Map(page.value.rows.map((job) => [job.jobId, job])).values()].sort(byNewest);
  return ok({ ...page.value, rows, groupsBelow: scope.value.below });
}

const byNewest = (a: JobSummary, b: JobSummary) =>
  (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0);

/** The counters of a row in a list are cached longer, and read at low priority. */
const COUNTERS_MAX_AGE_MS = 10_000;

/**
 * One job with its counters.
 *
 * @param query.background for a row of a list, which nobody waits for
 * @param query.fresh reads from AWS even if somebody else has just read it, for a decision
 */
export async function describeJob(
  { iot }: Services,
  actor: Actor,
  { jobId, background, fresh }: { jobId: string; background: boolean; fresh: boolean },
): Read<Job> {
  const authorized = authorize(actor, "read");
  if (!authorized.ok) return authorized;
  if (fresh) return iot.describeJob(jobId, { maxAgeMs: 0 });
  return iot.describeJob(
    jobId,
    background ? { priority: "background", maxAgeMs: COUNTERS_MAX_AGE_MS } : undefined,
  );
}

/** The job's document: any text, normally JSON. */
export async function readJobDocument(
  { iot }: Services,
  actor: Actor,
  { jobId }: { jobId: string },
): Read<{ document: string | null }> {
  const authorized = authorize(actor, "read");
  if (!authorized.ok) return authorized;
  const document = await iot.getJobDocument(jobId);
  return document.ok ? ok({ document: document.value }) : document;
}
