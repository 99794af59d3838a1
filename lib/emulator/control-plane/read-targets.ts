import { invalidRequest } from "../http/aws-error.ts";
import type { Call } from "../http/operation.ts";
import type { Job } from "../state/job.ts";
import { requireThing, requireThingGroup } from "./require-resource.ts";

/** The most targets of a job [L19]. */
export const MAX_TARGETS = 100;

/** The things and groups that a job's target ARNs name. */
export function readTargets(call: Call, targets: string[]): Job["targets"] {
  const read: Job["targets"] = { things: [], groups: [] };
  for (const target of targets) {
    const parsed = call.arns.parse(target);
    if (parsed?.kind === "thing") read.things.push(requireThing(call, parsed.name).thingName);
    else if (parsed?.kind === "thinggroup") read.groups.push(requireThingGroup(call, parsed.name).name);
    else throw invalidRequest(`Invalid target: ${target}`);
  }
  return read;
}
