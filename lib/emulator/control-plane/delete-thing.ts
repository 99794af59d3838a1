import { awsError } from "../http/aws-error.ts";
import { thingName } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { integer, optional, required } from "../http/shape.ts";
import { deleteThing } from "../state/group-membership.ts";

/** Deleting an unknown thing succeeds [MD]. */
export const deleteThingOperation = defineOperation({
  api: "DeleteThing",
  method: "DELETE",
  path: "/things/{thingName}",
  labels: { thingName: required(thingName) },
  query: { expectedVersion: optional(integer()) },
  act({ world }, { thingName, expectedVersion }) {
    const thing = world.registry.thing(thingName);
    if (!thing) return;
    if (expectedVersion !== undefined && expectedVersion !== thing.registryVersion) {
      throw awsError("VersionConflictException", `Thing ${thingName} has version ${thing.registryVersion}.`);
    }
    deleteThing(world, thing);
  },
});
