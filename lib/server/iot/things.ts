import {
  DescribeThingCommand,
  GetIndexingConfigurationCommand,
  type IoTClient,
  ListThingGroupsCommand,
  ListThingGroupsForThingCommand,
  ListThingsCommand,
  ListThingsInThingGroupCommand,
  ListThingTypesCommand,
  SearchIndexCommand,
  type ThingAttribute,
  type ThingDocument,
} from "@aws-sdk/client-iot";
import type { Connectivity, Indexing, ThingSummary } from "@/lib/core/domain/thing";
import type { AwsCalls } from "./call-aws";
import type { IotGateway, Read } from "./iot-gateway";
import { readWhole } from "./read-whole";
import { toReadFailure, toSearchFailure } from "./to-failure";

/** RegistryMaxResults of the model. */
const REGISTRY_PAGE_SIZE = 250;
/** "The result page size … cannot exceed 100" (text of the model). */
const SEARCH_PAGE_SIZE = 100;
/** Which parts are indexed changes when somebody changes a setting: every half minute is often enough. */
const INDEXING_MAX_AGE_MS = 30_000;

type ThingCalls = Pick<
  IotGateway,
  | "indexing"
  | "searchThings"
  | "listThings"
  | "listThingsInGroup"
  | "describeThing"
  | "listGroupsOfThing"
  | "listThingTypes"
  | "listThingGroups"
>;

/** The registry's and the fleet index's half of the gateway. @param seen is told each ARN */
export function thingCalls(
  client: IoTClient,
  aws: AwsCalls,
  seen: (arn: string | undefined) => void,
): ThingCalls {
  return {
    indexing: (options) =>
      aws.read(
        {
          api: "GetIndexingConfiguration",
          what: "The indexing configuration",
          resource: null,
          input: {},
          send: (abortSignal) => client.send(new GetIndexingConfigurationCommand({}), { abortSignal }),
          toValue: ({ thingIndexingConfiguration: things }): Indexing => ({
            things: isOn(things?.thingIndexingMode),
            connectivity: isOn(things?.thingIndexingMode) && isOn(things?.thingConnectivityIndexingMode),
            denied: false,
          }),
          toFailure: toReadFailure,
        },
        { maxAgeMs: INDEXING_MAX_AGE_MS, ...options },
      ),

    searchThings(queryString, cursor, options) {
      const input = {
        indexName: "AWS_Things",
        queryString,
        maxResults: SEARCH_PAGE_SIZE,
        nextToken: cursor ?? undefined,
      };
      return aws.read(
        {
          api: "SearchIndex",
          what: "The index AWS_Things",
          resource: "index/AWS_Things",
          input,
          send: (abortSignal) => client.send(new SearchIndexCommand(input), { abortSignal }),
          toValue: (answer) => toPage(answer.things?.map(toIndexedThing), answer.nextToken),
          toFailure: toSearchFailure,
        },
        options,
      );
    },

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

    // A thing is in ten groups at the most (registry quota), yet AWS may answer with short or empty pages.
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

    listThingTypes(cursor, options): Read<NamePage> {
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

    listThingGroups(below, cursor, options): Read<NamePage> {
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

type NamePage = ReturnType<typeof toPage<string>>;

const aboutThing = (thingName: string) => ({
  what: `The thing ${thingName}`,
  resource: `thing/${thingName}`,
});

const pageOf = (cursor: string | null) => ({
  maxResults: REGISTRY_PAGE_SIZE,
  nextToken: cursor ?? undefined,
});

function toPage<Row>(rows: Row[] | undefined, nextToken: string | undefined) {
  return { rows: rows ?? [], cursor: nextToken ?? null, readAt: new Date() };
}

const isOn = (mode: string | undefined) => mode !== undefined && mode !== "OFF";

function toRegisteredThing(thing: ThingAttribute): ThingSummary {
  return {
    thingName: thing.thingName ?? "",
    typeName: thing.thingTypeName ?? null,
    attributes: thing.attributes ?? {},
    connectivity: { state: "unknown", because: "not-indexed" },
    groups: null,
  };
}

function toIndexedThing(thing: ThingDocument): ThingSummary {
  return {
    thingName: thing.thingName ?? "",
    typeName: thing.thingTypeName ?? null,
    attributes: thing.attributes ?? {},
    connectivity: toConnectivity(thing.connectivity),
    groups: thing.thingGroupNames ?? [],
  };
}

/**
 * Absent is unknown, not offline: only connections whose client id is the thing's name are indexed (facts 4.4).
 *
 * A thing that never connected comes as `{"connected": false}`, and so does one that has been disconnected for about an
 * hour. The timestamp is in milliseconds here.
 */
function toConnectivity(connectivity: ThingDocument["connectivity"]): Connectivity {
  if (connectivity?.connected === undefined) return { state: "unknown", because: "no-data" };
  const since = connectivity.timestamp ? new Date(connectivity.timestamp) : null;
  const reason = connectivity.disconnectReason || null;
  if (connectivity.connected) return { state: "connected", since };
  return since === null && reason === null
    ? { state: "not-connected" }
    : { state: "disconnected", since, reason };
}
