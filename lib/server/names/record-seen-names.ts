import type { Page } from "@/lib/core/contracts/page";
import type { Result } from "@/lib/core/domain/result";
import type { IotGateway } from "@/lib/server/iot/iot-gateway";
import type { NameRecorder } from "./name-recorder";
import type { NameKind } from "./upsert-names";

/** Wraps a gateway so that the names of things and jobs in its answers are recorded, and Go to finds them. */
export function recordSeenNames(iot: IotGateway, { recordSeen, recordMissing }: NameRecorder): IotGateway {
  const recorded =
    <Args extends unknown[], Row, Failure>(
      read: (...args: Args) => Promise<Result<Page<Row>, Failure>>,
      kind: NameKind,
      nameOf: (row: Row) => string,
    ) =>
    async (...args: Args) => {
      const page = await read(...args);
      if (page.ok) recordSeen(kind, page.value.rows.map(nameOf));
      return page;
    };
  return {
    ...iot,
    listThings: recorded(
      (...args: Parameters<IotGateway["listThings"]>) => iot.listThings(...args),
      "thing",
      ({ thingName }) => thingName,
    ),
    searchThings: recorded(
      (...args: Parameters<IotGateway["searchThings"]>) => iot.searchThings(...args),
      "thing",
      ({ thingName }) => thingName,
    ),
    listThingsInGroup: recorded(
      (...args: Parameters<IotGateway["listThingsInGroup"]>) => iot.listThingsInGroup(...args),
      "thing",
      (thingName) => thingName,
    ),
    listJobs: recorded(
      (...args: Parameters<IotGateway["listJobs"]>) => iot.listJobs(...args),
      "job",
      ({ jobId }) => jobId,
    ),
    listExecutionsForJob: recorded(
      (...args: Parameters<IotGateway["listExecutionsForJob"]>) => iot.listExecutionsForJob(...args),
      "thing",
      ({ thingName }) => thingName,
    ),
    listExecutionsForThing: recorded(
      (...args: Parameters<IotGateway["listExecutionsForThing"]>) => iot.listExecutionsForThing(...args),
      "job",
      ({ jobId }) => jobId,
    ),
    async describeThing(...args) {
      const thing = await iot.describeThing(...args);
      if (thing.ok) recordSeen("thing", [thing.value.thingName]);
      else if (thing.failure.kind === "not-found") recordMissing("thing", args[0]);
      return thing;
    },
    async describeJob(...args) {
      const job = await iot.describeJob(...args);
      if (job.ok) recordSeen("job", [job.value.jobId]);
      else if (job.failure.kind === "not-found") recordMissing("job", args[0]);
      return job;
    },
  };
}
