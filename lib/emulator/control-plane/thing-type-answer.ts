import type { Call } from "../http/operation.ts";
import { toSeconds } from "../http/timestamp.ts";
import type { ThingType } from "../state/registry.ts";

/** A thing type as DescribeThingType and ListThingTypes return it. */
export function toThingType({ arns }: Call, type: ThingType): object {
  return {
    thingTypeName: type.name,
    thingTypeArn: arns.of("thingtype", type.name),
    thingTypeProperties: {
      thingTypeDescription: type.description,
      searchableAttributes: type.searchableAttributes,
      mqtt5Configuration: type.mqtt5Configuration,
    },
    thingTypeMetadata: {
      deprecated: type.deprecatedAtMs !== undefined,
      deprecationDate: type.deprecatedAtMs === undefined ? undefined : toSeconds(type.deprecatedAtMs),
      creationDate: toSeconds(type.createdAtMs),
    },
  };
}
