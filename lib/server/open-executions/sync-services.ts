import type { Kysely } from "kysely";
import type { Tables } from "@/lib/server/db/tables";
import type { IotGateway } from "@/lib/server/iot/iot-gateway";
import type { AlertServices } from "@/lib/server/alerts/judge-alerts";
import type { IndexScope } from "./store/upsert-executions";

/** The calls of AWS that reading a fleet is made of. */
export type SyncApi =
  | "ListJobs"
  | "DescribeJob"
  | "ListJobExecutionsForJob"
  | "DescribeJobExecution"
  | "SearchIndex"
  | "DescribeThing"
  | "ListThingGroupsForThing"
  | "ListThings";

/** What the reading of one fleet works with. */
export interface SyncServices extends IndexScope {
  /** At background priority: whoever sits before a page goes first. */
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
  /** Waits until the index's own share of the API's quota has room for one more call. */
  acquire: (api: SyncApi) => Promise<void>;
  kysely: Kysely<Tables>;
  /** Left out: nobody is told of anything. */
  alerts?: AlertServices;
}

/** What is read is read now: an answer that another page shared may be older than what we know. */
export const FRESH = { priority: "background", maxAgeMs: 0 } as const;
