import { awsError } from "../http/aws-error.ts";
import type { Call } from "../http/operation.ts";
import type { Execution, Job } from "../state/job.ts";
import type { Thing, ThingGroup } from "../state/registry.ts";

/** ResourceNotFoundException 404 for what is not there; the texts are ours (facts 2.9). */
export function requireThing({ world }: Call, thingName: string): Thing {
  const thing = world.registry.thing(thingName);
  if (!thing) throw awsError("ResourceNotFoundException", `Thing ${thingName} not found.`);
  return thing;
}

export function requireThingGroup({ world }: Call, name: string): ThingGroup {
  const group = world.registry.group(name);
  if (!group) throw awsError("ResourceNotFoundException", `Thing group ${name} not found.`);
  return group;
}

export function requireJob({ world }: Call, jobId: string): Job {
  const job = world.job(jobId);
  if (!job) throw awsError("ResourceNotFoundException", `Job ${jobId} not found.`);
  return job;
}

/** The latest execution of the job on the thing, or the one with the number asked for. */
export function requireExecution(
  call: Call,
  thingName: string,
  jobId: string,
  executionNumber?: number,
): Execution {
  let execution = requireJob(call, jobId).latest.get(thingName);
  while (execution && executionNumber !== undefined && execution.executionNumber !== executionNumber) {
    execution = execution.previous;
  }
  if (!execution || execution.isDeleted) {
    throw awsError("ResourceNotFoundException", `Job ${jobId} has no such execution on thing ${thingName}.`);
  }
  return execution;
}
