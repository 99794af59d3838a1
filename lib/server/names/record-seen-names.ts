import type { Database } from "@/lib/server/db/open-database";
import type { Page } from "@/lib/core/contracts/page";
import type { Result } from "@/lib/core/domain/result";
import type { IotGateway } from "@/lib/server/iot/iot-gateway";
import { forgetName, upsertNames, type NameKind } from "./upsert-names";

/** Soon enough for who looks for a name next, and one statement for all that a page has read. */
const TOGETHER_MS = 500;

/** Both return at once: what comes of it is written in the background. */
export interface NameRecorder {
  /** AWS has listed these. */
  meet: (kind: NameKind, names: readonly string[]) => void;
  /** AWS does not know this one, or no longer: Go to leads there no more. */
  miss: (kind: NameKind, name: string) => void;
}

/** The same gateway, that tells the names of things and jobs in whatever is read by it. */
export function recordingSeenNames(iot: IotGateway, { meet, miss }: NameRecorder): IotGateway {
  const recorded =
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
    listThings: recorded(
      (...asked: Parameters<IotGateway["listThings"]>) => iot.listThings(...asked),
      "thing",
      ({ thingName }) => thingName,
    ),
    searchThings: recorded(
      (...asked: Parameters<IotGateway["searchThings"]>) => iot.searchThings(...asked),
      "thing",
      ({ thingName }) => thingName,
    ),
    listThingsInGroup: recorded(
      (...asked: Parameters<IotGateway["listThingsInGroup"]>) => iot.listThingsInGroup(...asked),
      "thing",
      (thingName) => thingName,
    ),
    listJobs: recorded(
      (...asked: Parameters<IotGateway["listJobs"]>) => iot.listJobs(...asked),
      "job",
      ({ jobId }) => jobId,
    ),
    listExecutionsForJob: recorded(
      (...asked: Parameters<IotGateway["listExecutionsForJob"]>) => iot.listExecutionsForJob(...asked),
      "thing",
      ({ thingName }) => thingName,
    ),
    listExecutionsForThing: recorded(
      (...asked: Parameters<IotGateway["listExecutionsForThing"]>) => iot.listExecutionsForThing(...asked),
      "job",
      ({ jobId }) => jobId,
    ),
    async describeThing(...args) {
      const thing = await iot.describeThing(...args);
      if (thing.ok) meet("thing", [thing.value.thingName]);
      else if (thing.failure.kind === "not-found") miss("thing", args[0]);
      return thing;
    },
    async describeJob(...args) {
      const job = await iot.describeJob(...args);
      if (job.ok) meet("job", [job.value.jobId]);
      else if (job.failure.kind === "not-found") miss("job", args[0]);
      return job;
    },
  };
}

/** The most of one statement. The embedded engine has one connection, and whoever looks at a page waits behind it. */
const AT_ONCE = 200;

/** Of the time that writing took, so many times are left to everybody else. */
const REST = 3;

/** Some megabytes. Beyond it names are let go: they are met again, on a page or by the walk. */
const MOST_WAITING = 100_000;

/**
 * Keeps the names that it is told, in the background and a few at a time: a list of 100,000 that is read to its end
 * leaves the store to those who wait for it. Names are a help: what cannot be written is met again.
 */
export function createNameRecorder(
  database: () => Promise<Database>,
  fleetId: string,
  onFailure: (error: unknown) => void,
): NameRecorder {
  const waiting = noNames();
  let isDue = false;

  async function write(): Promise<void> {
    const began = performance.now();
    try {
      const { kysely } = await database();
      for (const [kind, names] of waiting) await upsertNames(kysely, fleetId, kind, takeSome(names));
    } catch (error) {
      onFailure(error);
    }
    isDue = false;
    if (countOf(waiting) > 0) writeIn(Math.max(TOGETHER_MS, (performance.now() - began) * REST));
  }

  function writeIn(ms: number): void {
    if (isDue) return;
    isDue = true;
    setTimeout(() => void write(), ms).unref();
  }

  return {
    meet(kind, names) {
      const room = MOST_WAITING - countOf(waiting);
      for (const name of names.slice(0, Math.max(0, room))) waiting.get(kind)!.add(name);
      if (countOf(waiting) > 0) writeIn(TOGETHER_MS);
    },
    miss(kind, name) {
      waiting.get(kind)!.delete(name);
      database()
        .then(({ kysely }) => forgetName(kysely, fleetId, kind, name))
        .catch(onFailure);
    },
  };
}

function takeSome(names: Set<string>): string[] {
  const taken: string[] = [];
  for (const name of names) {
    if (taken.length === AT_ONCE) break;
    taken.push(name);
    names.delete(name);
  }
  return taken;
}

const countOf = (waiting: ReadonlyMap<NameKind, ReadonlySet<string>>): number =>
  waiting.get("thing")!.size + waiting.get("job")!.size;

const noNames = () =>
  new Map<NameKind, Set<string>>([
    ["thing", new Set()],
    ["job", new Set()],
  ]);
