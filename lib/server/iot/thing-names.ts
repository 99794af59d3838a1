import { type IoTClient, ListThingGroupsCommand, ListThingTypesCommand } from "@aws-sdk/client-iot";
import type { AwsCalls } from "./call-aws";
import type { IotGateway } from "./iot-gateway";
import { pageOf, toPage } from "./registry-page";
import { toReadFailure } from "./to-failure";

/** The gateway's lists of names that things are filtered by. */
export function thingNameCalls(
  client: IoTClient,
  aws: AwsCalls,
): Pick<IotGateway, "listThingTypes" | "listThingGroups"> {
  return {
    listThingTypes(cursor, options) {
      const input = pageOf(cursor);
      return aws.read(
        {
          api: "ListThingTypes",
          what: "The thing types",
          resource: null,
          input,
          send: (abortSignal) => client.send(new ListThingTypesCommand(input), { abortSignal }),
          toValue: ({ thingTypes, nextToken }) =>
            toPage(
              thingTypes?.flatMap((type) => type.thingTypeName ?? []),
              nextToken,
            ),
          toFailure: toReadFailure,
        },
        options,
      );
    },

    listThingGroups(below, cursor, options) {
      const input = { ...(below !== null && { parentGroup: below, recursive: true }), ...pageOf(cursor) };
      return aws.read(
        {
          api: "ListThingGroups",
          what: below === null ? "The thing groups" : `The thing group ${below}`,
          resource: null,
          input,
          send: (abortSignal) => client.send(new ListThingGroupsCommand(input), { abortSignal }),
          toValue: ({ thingGroups, nextToken }) =>
            toPage(
              thingGroups?.flatMap((group) => group.groupName ?? []),
              nextToken,
            ),
          toFailure: toReadFailure,
        },
        options,
      );
    },
  };
}
