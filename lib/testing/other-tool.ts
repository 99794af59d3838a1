import { setTimeout as sleep } from "node:timers/promises";
import type { ExecutionStatus } from "../core/domain/execution-status";
import { fetchIot, requireOk, type EmulatorAddress } from "./emulator-calls";

/**
 * What another tool of the same AWS account does and reads, over AWS IoT's own API. Every function throws when AWS
 * refuses, unless it says otherwise.
 */

/** How a job is created. */
export type JobOptions = {
  /** How often an execution that failed is queued again. Default 0. */
  retriesAfterFailure?: number;
};

interface ListedExecutions {
  executionSummaries: { thingArn: string; jobExecutionSummary: { status: ExecutionStatus } }[];
  nextToken: string | null;
}

/** AWS deletes a job in the background: until then its id is taken, and frequent attempts are throttled. */
const STILL_THERE = ["ResourceAlreadyExistsException", "ThrottlingException"];
const DELETION_POLL_MS = 50;

/** The status of every execution of a job, by thing name. */
export async function listStatuses(
  emulator: EmulatorAddress,
  jobId: string,
): Promise<Record<string, ExecutionStatus>> {
  const statuses: Record<string, ExecutionStatus> = {};
  let token: string | null = null;
  do {
    const page = await listExecutions(emulator, jobId, token);
    for (const { thingArn, jobExecutionSummary } of page.executionSummaries)
      statuses[thingArn.slice(thingArn.indexOf("/") + 1)] = jobExecutionSummary.status;
    token = page.nextToken;
  } while (token !== null);
  return statuses;
}

async function listExecutions(emulator: EmulatorAddress, jobId: string, nextToken: string | null) {
  const query = new URLSearchParams({ maxResults: "250", ...(nextToken !== null && { nextToken }) });
  const response = await fetchIot(emulator, "GET", `jobs/${jobId}/things?${query}`);
  return (await (await requireOk(response, "ListJobExecutionsForJob")).json()) as ListedExecutions;
}

/** Deletes execution number 1 of a job on a thing, by force. */
export async function deleteExecution(
  emulator: EmulatorAddress,
  thingName: string,
  jobId: string,
): Promise<void> {
  const path = `things/${thingName}/jobs/${jobId}/executionNumber/1?force=true`;
  await requireOk(await fetchIot(emulator, "DELETE", path), "DeleteJobExecution");
}

export async function deleteGroup(emulator: EmulatorAddress, name: string): Promise<void> {
  await requireOk(await fetchIot(emulator, "DELETE", `thing-groups/${name}`), "DeleteThingGroup");
}

export async function deleteThing(emulator: EmulatorAddress, thingName: string): Promise<void> {
  await requireOk(await fetchIot(emulator, "DELETE", `things/${thingName}`), "DeleteThing");
}

/** Deletes a job by force. AWS goes on deleting it for a while after the answer. */
export async function deleteJob(emulator: EmulatorAddress, jobId: string): Promise<void> {
  await requireOk(await fetchIot(emulator, "DELETE", `jobs/${jobId}?force=true`), "DeleteJob");
}

/** Creates a job for things: each gets a new execution, number and version 1. */
export async function createJob(
  emulator: EmulatorAddress,
  jobId: string,
  things: readonly string[],
  options: JobOptions = {},
): Promise<void> {
  await requireOk(await tryCreateJob(emulator, jobId, things, options), "CreateJob");
}

/** Deletes a job and creates it again under the same id. Ends when the new one exists. */
export async function recreateJob(
  emulator: EmulatorAddress,
  jobId: string,
  things: readonly string[],
  options: JobOptions = {},
): Promise<void> {
  await deleteJob(emulator, jobId);
  let response = await tryCreateJob(emulator, jobId, things, options);
  while (STILL_THERE.includes(response.headers.get("x-amzn-errortype") ?? "")) {
    await sleep(DELETION_POLL_MS);
    response = await tryCreateJob(emulator, jobId, things, options);
  }
  await requireOk(response, "CreateJob");
}

function tryCreateJob(
  emulator: EmulatorAddress,
  jobId: string,
  things: readonly string[],
  { retriesAfterFailure = 0 }: JobOptions,
): Promise<Response> {
  const criteriaList = [{ failureType: "FAILED", numberOfRetries: retriesAfterFailure }];
  return fetchIot(emulator, "PUT", `jobs/${jobId}`, {
    targets: things.map((name) => `arn:aws:iot:${emulator.region}:123456789012:thing/${name}`),
    document: "{}",
    ...(retriesAfterFailure > 0 && { jobExecutionsRetryConfig: { criteriaList } }),
  });
}

/** Cancels a job or, by force, an execution. @returns whether AWS accepted it */
export async function tryCancel(
  emulator: EmulatorAddress,
  { thingName, jobId }: { thingName?: string; jobId: string },
): Promise<boolean> {
  const path =
    thingName === undefined ? `jobs/${jobId}/cancel` : `things/${thingName}/jobs/${jobId}/cancel?force=true`;
  const response = await fetchIot(emulator, "PUT", path, {});
  return response.ok;
}

/** Removes a thing from a group and adds it again: continuous jobs are queued on it again. */
export async function leaveAndJoin(
  emulator: EmulatorAddress,
  thingName: string,
  thingGroupName: string,
): Promise<void> {
  for (const action of ["removeThingFromThingGroup", "addThingToThingGroup"]) {
    const response = await fetchIot(emulator, "PUT", `thing-groups/${action}`, { thingName, thingGroupName });
    await requireOk(response, action);
  }
}
