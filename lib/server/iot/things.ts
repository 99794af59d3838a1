import {
  DescribeThingCommand,
  type IoTClient,
  ListThingGroupsForThingCommand,
  ListThingsCommand,
  ListThingsInThingGroupCommand,
  type ThingAttribute,
} from "@aws-sdk/client-iot";
import type { ThingSummary } from "@/lib/core/domain/thing";
import type { AwsCalls } from "./call-aws";
import type { IotGateway } from "./iot-gateway";
import { readWhole } from "./read-whole";
import { pageOf, toPage } from "./registry-page";
import { toReadFailure } from "./to-failure";

type ThingCalls = Pick<
  IotGateway,
  "listThings" | "listThingsInGroup" | "describeThing" | "listGroupsOfThing"
>;

/** The gateway's calls of the registry about things. @param seen is called with each ARN */
export function thingCalls(
  client: IoTClient,
  aws: AwsCalls,
  seen: (arn: string | undefined) => void,
): ThingCalls {
  return {
    listThings(filter, cursor, options) {
      const input = {
        thingTypeName: filter.type ?? undefined,
        attributeName: filter.attribute?.name,
        attributeValue: filter.attribute?.value,
        ...pageOf(cursor),
      };
      return aws.read(
        {
          api: "ListThings",
          what: "The registry",
          resource: null,
          input,
          send: (abortSignal) => client.send(new ListThingsCommand(input), { abortSignal }),
          toValue(answer) {
            seen(answer.things?.[0]?.thingArn);
            return toPage(answer.things?.map(toRegisteredThing), answer.nextToken);
          },
          toFailure: toReadFailure,
        },
        options,
      );
    },

    listThingsInGroup(group, cursor, options) {
      const input = { thingGroupName: group, recursive: true, ...pageOf(cursor) };
      return aws.read(
        {
          api: "ListThingsInThingGroup",
          what: `The thing group ${group}`,
          resource: `thinggroup/${group}`,
          input,
          send: (abortSignal) => client.send(new ListThingsInThingGroupCommand(input), { abortSignal }),
          toValue: (answer) => toPage(answer.things, answer.nextToken),
          toFailure: toReadFailure,
        },
        options,
      );
    },

    describeThing: (thingName, options) =>
      aws.read(
        {
          api: "DescribeThing",
          ...aboutThing(thingName),
          input: { thingName },
          send: (abortSignal) => client.send(new DescribeThingCommand({ thingName }), { abortSignal }),
          toValue(answer) {
            seen(answer.thingArn);
            return {
              thingName: answer.thingName ?? thingName,
              typeName: answer.thingTypeName ?? null,
              attributes: answer.attributes ?? {},
            };
          },
          toFailure: toReadFailure,
        },
        options,
      ),

    // A thing is in ten groups at most (registry quota), yet AWS may answer with short or empty pages.
    listGroupsOfThing: (thingName, options) =>
      readWhole("ListThingGroupsForThing", options, (cursor, how) => {
        const input = { thingName, ...pageOf(cursor) };
        return aws.read(
          {
            api: "ListThingGroupsForThing",
            ...aboutThing(thingName),
            input,
            send: (abortSignal) => client.send(new ListThingGroupsForThingCommand(input), { abortSignal }),
            toValue: ({ thingGroups, nextToken }) =>
              toPage(
                thingGroups?.flatMap((group) => group.groupName ?? []),
                nextToken,
              ),
            toFailure: toReadFailure,
          },
          how,
        );
      }),
  };
}

const aboutThing = (thingName: string) => ({
  what: `The thing ${thingName}`,
  resource: `thing/${thingName}`,
});

function toRegisteredThing(thing: ThingAttribute): ThingSummary {
  return {
    thingName: thing.thingName ?? "",
    typeName: thing.thingTypeName ?? null,
    attributes: thing.attributes ?? {},
    connectivity: { state: "unknown", because: "not-indexed" },
    groups: null,
  };
}
