import {
  GetIndexingConfigurationCommand,
  type IoTClient,
  SearchIndexCommand,
  type ThingDocument,
} from "@aws-sdk/client-iot";
import type { Connectivity, Indexing, ThingSummary } from "@/lib/core/domain/thing";
import type { AwsCalls } from "./call-aws";
import type { IotGateway } from "./iot-gateway";
import { toPage } from "./registry-page";
import { toReadFailure, toSearchFailure } from "./to-failure";

/** "The result page size … cannot exceed 100" (text of the model). */
const SEARCH_PAGE_SIZE = 100;
/** Somebody changes this setting once in a while, so half a minute is recent enough. */
const INDEXING_MAX_AGE_MS = 30_000;

/** The gateway's calls of fleet indexing. */
export function fleetIndexCalls(
  client: IoTClient,
  aws: AwsCalls,
): Pick<IotGateway, "indexing" | "searchThings"> {
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
  };
}

const isOn = (mode: string | undefined) => mode !== undefined && mode !== "OFF";

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
 * Absent means unknown, not offline: AWS indexes only connections whose client id is the thing's name (facts 4.4).
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
