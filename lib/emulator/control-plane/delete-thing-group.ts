import { invalidRequest } from "../http/aws-error.ts";
import { thingGroupName } from "../http/model-shapes.ts";
import { defineOperation, type Call } from "../http/operation.ts";
import { integer, optional, required } from "../http/shape.ts";
import { deleteGroup } from "../state/group-membership.ts";
import { requireGroupOfKind } from "./require-resource.ts";
import { requireVersion } from "./require-version.ts";

export const deleteThingGroupOperation = defineDeletion(
  "DeleteThingGroup",
  "/thing-groups/{thingGroupName}",
  "static",
);
export const deleteDynamicThingGroupOperation = defineDeletion(
  "DeleteDynamicThingGroup",
  "/dynamic-thing-groups/{thingGroupName}",
  "dynamic",
);

function defineDeletion(api: string, path: string, kind: "static" | "dynamic") {
  return defineOperation({
    api,
    method: "DELETE",
    path,
    labels: { thingGroupName: required(thingGroupName) },
    query: { expectedVersion: optional(integer()) },
    act(call, { thingGroupName, expectedVersion }) {
      remove(call, thingGroupName, kind, expectedVersion);
      return {};
    },
  });
}

/** Deleting an unknown group succeeds: no 404 is declared [M]. The things of a group are kept [DG:thing-groups]. */
function remove(
  call: Call,
  name: string,
  kind: "static" | "dynamic",
  expectedVersion: number | undefined,
): void {
  const { world } = call;
  if (!world.registry.group(name)) return;
  const group = requireGroupOfKind(call, name, kind);
  requireVersion(`Thing group ${name}`, group.version, expectedVersion);
  if (group.children.length > 0) {
    throw invalidRequest(`Thing group ${name} has child groups: delete them first.`);
  }
  deleteGroup(world, group);
}
