import type { Kysely } from "kysely";
import type { Tables } from "@/lib/server/db/tables";
import type { IotGateway } from "@/lib/server/iot/iot-gateway";
import type { AlertServices } from "@/lib/server/alerts/judge-alerts";
import type { IndexScope } from "./store/index-scope";

/** The AWS APIs that the index calls. */
export type SyncApi =
  | "ListJobs"
  | "DescribeJob"
  | "ListJobExecutionsForJob"
  | "DescribeJobExecution"
  | "SearchIndex"
  | "DescribeThing"
  | "ListThingGroupsForThing"
  | "ListThings";

/** What the sync of one fleet's index needs. */
export interface SyncServices extends IndexScope {
  /** At background priority: a person who waits for a page goes first. */
  iot: Pick<
    IotGateway,
    | "listJobs"
    | "describeJob"
    | "listExecutionsForJob"
    | "describeExecution"
    | "indexing"
    | "searchThings"
    | "describeThing"
    | "listGroupsOfThing"
    | "listThings"
  >;
  /** Waits until the index's share of the API's quota has room for one more call. */
  acquire: (api: SyncApi) => Promise<void>;
  kysely: Kysely<Tables>;
  /** Left out: no alert is judged. */
  alerts?: AlertServices;
}

/** No shared read: an answer that was read for a page may be older than what the index has. */
export const FRESH = { priority: "background", maxAgeMs: 0 } as const;
