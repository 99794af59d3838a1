import { type ForwardPage, readOn } from "@/lib/domain/read-on";
import type { Result } from "@/lib/domain/result";
import type { IotGateway, ReadOptions } from "./iot-gateway";
import { readFurther } from "./read-further";

type Lists = Pick<
  IotGateway,
  | "searchThings"
  | "listThings"
  | "listThingsInGroup"
  | "listThingTypes"
  | "listThingGroups"
  | "listJobs"
  | "listExecutionsForThing"
  | "listExecutionsForJob"
>;

/**
 * Makes each list read on if AWS answers with an empty page and a token.
 *
 * It wraps all lists of the gateway, so that no other code has to handle empty pages.
 */
export function skipEmptyPages<Gateway extends Lists>(gateway: Gateway): Gateway {
  const lists: Lists = {
    searchThings: (query, ...page) => skip(page, (...at) => gateway.searchThings(query, ...at)),
    listThings: (filter, ...page) => skip(page, (...at) => gateway.listThings(filter, ...at)),
    listThingsInGroup: (group, ...page) => skip(page, (...at) => gateway.listThingsInGroup(group, ...at)),
    listThingTypes: (...page) => skip(page, (...at) => gateway.listThingTypes(...at)),
    listThingGroups: (below, ...page) => skip(page, (...at) => gateway.listThingGroups(below, ...at)),
    listJobs: (filter, ...page) => skip(page, (...at) => gateway.listJobs(filter, ...at)),
    listExecutionsForThing: (thingName, status, ...page) =>
      skip(page, (...at) => gateway.listExecutionsForThing(thingName, status, ...at)),
    listExecutionsForJob: (jobId, status, ...page) =>
      skip(page, (...at) => gateway.listExecutionsForJob(jobId, status, ...at)),
  };
  return { ...gateway, ...lists };
}

type PageAt = [cursor: string | null, options?: ReadOptions];

function skip<Page extends ForwardPage<unknown>, Failure>(
  [cursor, options]: PageAt,
  read: (...at: PageAt) => Promise<Result<Page, Failure>>,
): Promise<Result<Page, Failure>> {
  return readOn(cursor, (from) => read(from, from === cursor ? options : readFurther(options)));
}
