import { awsError, invalidRequest } from "../http/aws-error.ts";
import type { Call } from "../http/operation.ts";
import type { Execution, Job } from "../state/job.ts";
import type { JobTemplate } from "../state/job-template.ts";
import type { Thing, ThingGroup, ThingType } from "../state/registry.ts";

/** ResourceNotFoundException 404 for an unknown resource; the messages are ours (facts 2.9). */
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

/**
 * A group of the kind that the call needs: the guide has separate operations for static and dynamic groups
 * [DG:dynamic-thing-groups]. Presumed: the wrong kind is an InvalidRequestException.
 */
export function requireGroupOfKind(call: Call, name: string, kind: "static" | "dynamic"): ThingGroup {
  const group = requireThingGroup(call, name);
  if ((group.queryString === undefined) !== (kind === "static")) {
    throw invalidRequest(`Thing group ${name} is not a ${kind} thing group.`);
  }
  return group;
}

export function requireThingType({ world }: Call, name: string): ThingType {
  const type = world.registry.type(name);
  if (!type) throw awsError("ResourceNotFoundException", `Thing type ${name} not found.`);
  return type;
}

/** A type for a new thing: "You can not associate new things with deprecated thing type" [MD]. */
export function requireUsableType(call: Call, name: string): ThingType {
  const type = requireThingType(call, name);
  if (type.deprecatedAtMs !== undefined) throw invalidRequest(`Thing type ${name} is deprecated.`);
  return type;
}

export function requireJobTemplate({ world }: Call, id: string): JobTemplate {
  const template = world.jobTemplate(id);
  if (!template) throw awsError("ResourceNotFoundException", `Job template ${id} not found.`);
  return template;
}

/** @param namespaceId if given, jobs of other namespaces are not found (presumed) */
export function requireJob({ world }: Call, jobId: string, namespaceId?: string): Job {
  const job = world.job(jobId);
  if (!job || (namespaceId !== undefined && job.namespaceId !== namespaceId)) {
    throw awsError("ResourceNotFoundException", `Job ${jobId} not found.`);
  }
  return job;
}

/** The latest execution of the job on the thing, or the one with the given number. */
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
