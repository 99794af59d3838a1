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
  type ThingDocument,
} from "@aws-sdk/client-iot";
import { fail } from "@/lib/domain/result";
import type { Connectivity, Indexing, ThingSummary } from "@/lib/domain/thing";
import type { AwsCalls } from "./call-aws";
import type { IotGateway, Read } from "./iot-gateway";

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
        { api: "GetIndexingConfiguration", what: "The indexing configuration", resource: null },
        {},
        { maxAgeMs: INDEXING_MAX_AGE_MS, ...options },
        async (abortSignal) => {
          const answer = await client.send(new GetIndexingConfigurationCommand({}), { abortSignal });
          const things = answer.thingIndexingConfiguration;
          const on = (mode: string | undefined) => mode !== undefined && mode !== "OFF";
          return {
            things: on(things?.thingIndexingMode),
            connectivity: on(things?.thingIndexingMode) && on(things?.thingConnectivityIndexingMode),
            denied: false,
          } satisfies Indexing;
        },
      ),

    async searchThings(queryString, cursor, options) {
      const input = {
        indexName: "AWS_Things",
        queryString,
        maxResults: SEARCH_PAGE_SIZE,
        nextToken: cursor ?? undefined,
      };
      const result = await aws.read(
        { api: "SearchIndex", what: "The index AWS_Things", resource: "index/AWS_Things" },
        input,
        options,
        async (abortSignal) => {
          const answer = await client.send(new SearchIndexCommand(input), { abortSignal });
          return {
            rows: (answer.things ?? []).map(toIndexedThing),
            cursor: answer.nextToken ?? null,
            readAt: new Date(),
          };
        },
      );
      // The index is all that SearchIndex can fail to find: it was never built, or was switched off.
      return !result.ok && result.failure.kind === "not-found" ? fail({ kind: "index-off" }) : result;
    },

    listThings(filter, cursor, options) {
      const input = {
        thingTypeName: filter.type ?? undefined,
        attributeName: filter.attribute?.name,
        attributeValue: filter.attribute?.value,
        maxResults: REGISTRY_PAGE_SIZE,
        nextToken: cursor ?? undefined,
      };
      return aws.read(
        { api: "ListThings", what: "The registry", resource: null },
        input,
        options,
        async (abortSignal) => {
          const answer = await client.send(new ListThingsCommand(input), { abortSignal });
          seen(answer.things?.[0]?.thingArn);
          const rows = (answer.things ?? []).map((thing): ThingSummary => ({
            thingName: thing.thingName ?? "",
            typeName: thing.thingTypeName ?? null,
            attributes: thing.attributes ?? {},
            connectivity: { state: "unknown", because: "not-indexed" },
            groups: null,
          }));
          return { rows, cursor: answer.nextToken ?? null, readAt: new Date() };
        },
      );
    },

    listThingsInGroup(group, cursor, options) {
      const input = { thingGroupName: group, maxResults: REGISTRY_PAGE_SIZE, nextToken: cursor ?? undefined };
      return aws.read(
        { api: "ListThingsInThingGroup", what: `The thing group ${group}`, resource: `thinggroup/${group}` },
        input,
        options,
        async (abortSignal) => {
          const answer = await client.send(new ListThingsInThingGroupCommand(input), { abortSignal });
          return { rows: answer.things ?? [], cursor: answer.nextToken ?? null, readAt: new Date() };
        },
      );
    },

    describeThing: (thingName, options) =>
      aws.read(
        { api: "DescribeThing", what: `The thing ${thingName}`, resource: `thing/${thingName}` },
        { thingName },
        options,
        async (abortSignal) => {
          const answer = await client.send(new DescribeThingCommand({ thingName }), { abortSignal });
          seen(answer.thingArn);
          return {
            thingName: answer.thingName ?? thingName,
            typeName: answer.thingTypeName ?? null,
            attributes: answer.attributes ?? {},
          };
        },
      ),

    listGroupsOfThing: (thingName, options) =>
      aws.read(
        { api: "ListThingGroupsForThing", what: `The thing ${thingName}`, resource: `thing/${thingName}` },
        { thingName },
        options,
        async (abortSignal) => {
          // A thing is in ten groups at the most (registry quota); with their parents they still are one page.
          const command = new ListThingGroupsForThingCommand({ thingName, maxResults: REGISTRY_PAGE_SIZE });
          const answer = await client.send(command, { abortSignal });
          return (answer.thingGroups ?? []).flatMap((group) => group.groupName ?? []);
        },
      ),

    listThingTypes: (cursor, options) =>
      listNames("ListThingTypes", "The thing types", cursor, options, async (input, abortSignal) => {
        const answer = await client.send(new ListThingTypesCommand(input), { abortSignal });
        return { names: answer.thingTypes?.map((type) => type.thingTypeName), nextToken: answer.nextToken };
      }),

    listThingGroups: (cursor, options) =>
      listNames("ListThingGroups", "The thing groups", cursor, options, async (input, abortSignal) => {
        const answer = await client.send(new ListThingGroupsCommand(input), { abortSignal });
        return { names: answer.thingGroups?.map((group) => group.groupName), nextToken: answer.nextToken };
      }),
  };

  function listNames(
    api: "ListThingTypes" | "ListThingGroups",
    what: string,
    cursor: string | null,
    options: Parameters<IotGateway["listThingTypes"]>[1],
    send: (
      input: { maxResults: number; nextToken: string | undefined },
      abortSignal: AbortSignal,
    ) => Promise<{ names: (string | undefined)[] | undefined; nextToken: string | undefined }>,
  ): Read<{ rows: string[]; cursor: string | null; readAt: Date }> {
    const input = { maxResults: REGISTRY_PAGE_SIZE, nextToken: cursor ?? undefined };
    return aws.read({ api, what, resource: null }, input, options, async (abortSignal) => {
      const { names, nextToken } = await send(input, abortSignal);
      return {
        rows: (names ?? []).flatMap((name) => name ?? []),
        cursor: nextToken ?? null,
        readAt: new Date(),
      };
    });
  }
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
 * Absent is unknown, not offline: only connections whose client id is the thing's name are
 * indexed (facts 4.4). The timestamp is in milliseconds here, and may be missing after an
 * hour of being disconnected.
 */
function toConnectivity(connectivity: ThingDocument["connectivity"]): Connectivity {
  if (connectivity?.connected === undefined) return { state: "unknown", because: "no-data" };
  const since = connectivity.timestamp ? new Date(connectivity.timestamp) : null;
  return connectivity.connected
    ? { state: "connected", since }
    : { state: "disconnected", since, reason: connectivity.disconnectReason ?? null };
}
