import type { Database } from "@/lib/db/open-database";
import type { Page } from "@/lib/contracts/page";
import type { Result } from "@/lib/domain/result";
import type { IotGateway } from "@/lib/iot/iot-gateway";
import { keepNames, type NameKind } from "./keep-names";

/** Soon enough for who looks for a name next, and one statement for all that a page has read. */
const TOGETHER_MS = 500;

/** Is told names that AWS has listed. */
export type MeetNames = (kind: NameKind, names: readonly string[]) => void;

/** The same gateway, that tells the names of things and jobs in whatever is read by it. */
export function meetingNames(iot: IotGateway, meet: MeetNames): IotGateway {
  const told =
    <Args extends unknown[], Row, Failure>(
      read: (...args: Args) => Promise<Result<Page<Row>, Failure>>,
      kind: NameKind,
      nameOf: (row: Row) => string,
    ) =>
    async (...args: Args) => {
      const page = await read(...args);
      if (page.ok) meet(kind, page.value.rows.map(nameOf));
      return page;
    };
  return {
    ...iot,
    listThings: told(
      (...asked: Parameters<IotGateway["listThings"]>) => iot.listThings(...asked),
      "thing",
      ({ thingName }) => thingName,
    ),
    searchThings: told(
      (...asked: Parameters<IotGateway["searchThings"]>) => iot.searchThings(...asked),
      "thing",
      ({ thingName }) => thingName,
    ),
    listThingsInGroup: told(
      (...asked: Parameters<IotGateway["listThingsInGroup"]>) => iot.listThingsInGroup(...asked),
      "thing",
      (thingName) => thingName,
    ),
    listJobs: told(
      (...asked: Parameters<IotGateway["listJobs"]>) => iot.listJobs(...asked),
      "job",
      ({ jobId }) => jobId,
    ),
    listExecutionsForJob: told(
      (...asked: Parameters<IotGateway["listExecutionsForJob"]>) => iot.listExecutionsForJob(...asked),
      "thing",
      ({ thingName }) => thingName,
    ),
    listExecutionsForThing: told(
      (...asked: Parameters<IotGateway["listExecutionsForThing"]>) => iot.listExecutionsForThing(...asked),
      "job",
      ({ jobId }) => jobId,
    ),
    async describeThing(...args) {
      const thing = await iot.describeThing(...args);
      if (thing.ok) meet("thing", [thing.value.thingName]);
      return thing;
    },
    async describeJob(...args) {
      const job = await iot.describeJob(...args);
      if (job.ok) meet("job", [job.value.jobId]);
      return job;
    },
  };
}

/** Keeps the names that it is told, in the background. They are a help: what cannot be written is met again. */
export function createNameKeeper(database: () => Promise<Database>, fleetId: string): MeetNames {
  let waiting = noNames();
  let isDue = false;

  async function write(): Promise<void> {
    const met = waiting;
    waiting = noNames();
    isDue = false;
    try {
      const { kysely } = await database();
      for (const [kind, names] of met) await keepNames(kysely, fleetId, kind, [...names]);
    } catch (error) {
      console.error("Names for Go to could not be kept; they will be when they are read again:", error);
    }
  }

  return (kind, names) => {
    for (const name of names) waiting.get(kind)!.add(name);
    if (isDue || names.length === 0) return;
    isDue = true;
    setTimeout(() => void write(), TOGETHER_MS).unref();
  };
}

const noNames = () =>
  new Map<NameKind, Set<string>>([
    ["thing", new Set()],
    ["job", new Set()],
  ]);
