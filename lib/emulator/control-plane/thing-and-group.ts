import { invalidRequest } from "../http/aws-error.ts";
import { thingGroupName, thingName } from "../http/model-shapes.ts";
import type { Call } from "../http/operation.ts";
import { optional, string } from "../http/shape.ts";
import type { Thing, ThingGroup } from "../state/registry.ts";
import { requireGroupOfKind, requireThing } from "./require-resource.ts";

/** Thing and group of AddThingToThingGroup and RemoveThingFromThingGroup, each by name or ARN [M]. */
export const thingAndGroup = {
  thingGroupName: optional(thingGroupName),
  thingGroupArn: optional(string()),
  thingName: optional(thingName),
  thingArn: optional(string()),
};

/** The thing and the group. It has to be static: the query of a dynamic group decides its members. */
export function requireThingAndGroup(
  call: Call,
  input: {
    thingGroupName?: string | undefined;
    thingGroupArn?: string | undefined;
    thingName?: string | undefined;
    thingArn?: string | undefined;
  },
): { thing: Thing; group: ThingGroup } {
  const group = input.thingGroupName ?? nameFromArn(call, "thinggroup", input.thingGroupArn);
  const thing = input.thingName ?? nameFromArn(call, "thing", input.thingArn);
  return { group: requireGroupOfKind(call, group, "static"), thing: requireThing(call, thing) };
}

function nameFromArn(call: Call, kind: "thing" | "thinggroup", arn: string | undefined): string {
  const parsed = arn === undefined ? undefined : call.arns.parse(arn);
  if (parsed?.kind !== kind) throw invalidRequest(`A name or an ARN of the ${kind} must be given.`);
  return parsed.name;
}
