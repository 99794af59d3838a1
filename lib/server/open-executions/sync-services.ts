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

/**
 * How the index reads. An answer that a page shared may be older than what the index has, so each read asks AWS. Pages
 * come as AWS cuts them: `acquire` pays for one call, and a scan continues from a cursor anyway.
 */
export const FRESH = { priority: "background", maxAgeMs: 0, fillsPages: false } as const;
