import { type ForwardPage, readOn } from "@/lib/core/domain/read-on";
import type { Result } from "@/lib/core/domain/result";
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
 * Makes each list read on if AWS answers with a short page and a token, unless the read says otherwise (`fillsPages`).
 *
 * It wraps all lists of the gateway, so that no page or use case has to handle short and empty pages. One of AWS's full
 * pages stays one call.
 */
export function fillShortPages<Gateway extends Lists>(gateway: Gateway): Gateway {
  const lists: Lists = {
    searchThings: (query, ...page) => fill(page, (...at) => gateway.searchThings(query, ...at)),
    listThings: (filter, ...page) => fill(page, (...at) => gateway.listThings(filter, ...at)),
    listThingsInGroup: (group, ...page) => fill(page, (...at) => gateway.listThingsInGroup(group, ...at)),
    listThingTypes: (...page) => fill(page, (...at) => gateway.listThingTypes(...at)),
    listThingGroups: (below, ...page) => fill(page, (...at) => gateway.listThingGroups(below, ...at)),
    listJobs: (filter, ...page) => fill(page, (...at) => gateway.listJobs(filter, ...at)),
    listExecutionsForThing: (thingName, status, ...page) =>
      fill(page, (...at) => gateway.listExecutionsForThing(thingName, status, ...at)),
    listExecutionsForJob: (jobId, status, ...page) =>
      fill(page, (...at) => gateway.listExecutionsForJob(jobId, status, ...at)),
  };
  return { ...gateway, ...lists };
}

type PageAt = [cursor: string | null, options?: ReadOptions];

function fill<Page extends ForwardPage<unknown>, Failure>(
  [cursor, options]: PageAt,
  read: (...at: PageAt) => Promise<Result<Page, Failure>>,
): Promise<Result<Page, Failure>> {
  if (options?.fillsPages === false) return read(cursor, options);
  return readOn(cursor, (from) => read(from, from === cursor ? options : readFurther(options)));
}
