import { awsError, invalidRequest } from "../http/aws-error.ts";
import type { Call } from "../http/operation.ts";
import { requireJob, requireJobTemplate, requireThingGroup, requireThingType } from "./require-resource.ts";

/** Tags of a resource [DG:tagging-iot]. */
const MAX_TAGS = 50;

export type GivenTags = { Key: string; Value?: string | undefined }[];

/** Adds tags, or overwrites those with the same key. @throws AwsError when there would be too many */
export function addTags(tags: Map<string, string>, given: GivenTags = []): void {
  const keys = new Set([...tags.keys(), ...given.map(({ Key }) => Key)]);
  if (keys.size > MAX_TAGS) {
    throw awsError("LimitExceededException", `A resource has at most ${MAX_TAGS} tags.`);
  }
  for (const { Key, Value = "" } of given) tags.set(Key, Value);
}

/**
 * The tags of the resource with this ARN: a job, a job template, a thing group or a thing type. Things cannot be
 * tagged, and the emulator has no other kind of resource.
 */
export function requireTags(call: Call, resourceArn: string): Map<string, string> {
  const { kind, name } = call.arns.parse(resourceArn) ?? { kind: "", name: "" };
  switch (kind) {
    case "job":
      return requireJob(call, name).tags;
    case "jobtemplate":
      return requireJobTemplate(call, name).tags;
    case "thinggroup":
      return requireThingGroup(call, name).tags;
    case "thingtype":
      return requireThingType(call, name).tags;
    default:
      throw invalidRequest(`${resourceArn} is not the ARN of a resource that has tags.`);
  }
}
