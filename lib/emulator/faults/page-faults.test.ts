import {
  CancelJobExecutionCommand,
  DeleteThingCommand,
  IoTClient,
  ListJobsCommand,
  ListThingGroupsCommand,
  ListThingsCommand,
  paginateListJobExecutionsForJob,
  paginateListJobExecutionsForThing,
  paginateListJobs,
  paginateListThings,
  SearchIndexCommand,
} from "@aws-sdk/client-iot";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startEmulatorUnderTest, type EmulatorUnderTest } from "../testing/emulator-under-test.ts";

const THINGS = 7;
const JOBS = 5;

let aws: EmulatorUnderTest;
let iot: IoTClient;
let things: string[];
let jobs: string[];
beforeAll(async () => {
  aws = await startEmulatorUnderTest();
  iot = new IoTClient(aws.connection);
  things = Array.from({ length: THINGS }, () => aws.name("thing"));
  jobs = Array.from({ length: JOBS }, () => aws.name("job"));
  await aws.seed({
    things: things.map((name) => ({ name })),
    jobs: jobs.map((jobId) => ({ jobId, targets: { things }, executions: "queued" as const })),
  });
  await aws.control("POST", "settings", { indexing: { mode: "REGISTRY", connectivity: "OFF" } });
});
afterAll(() => aws.stop());

type Pages = { sizes: number[]; rows: string[] };

async function collect<P>(pages: AsyncIterable<P>, rowsOf: (page: P) => (string | undefined)[]) {
  const collected: Pages = { sizes: [], rows: [] };
  for await (const page of pages) {
    const rows = rowsOf(page).map(String);
    collected.sizes.push(rows.length);
    collected.rows.push(...rows);
  }
  return collected;
}

const config = (client = iot) => ({ client, pageSize: 3 });
const LISTS: Record<string, () => Promise<Pages>> = {
  ListThings: () =>
    collect(paginateListThings(config(), {}), ({ things = [] }) => things.map((one) => one.thingName)),
  ListJobs: () => collect(paginateListJobs(config(), {}), ({ jobs = [] }) => jobs.map((one) => one.jobId)),
  ListJobExecutionsForThing: () =>
    collect(
      paginateListJobExecutionsForThing(config(), { thingName: things[0]! }),
      ({ executionSummaries = [] }) => executionSummaries.map((one) => one.jobId),
    ),
  ListJobExecutionsForJob: () =>
    collect(
      paginateListJobExecutionsForJob(config(), { jobId: jobs[0]!, status: "QUEUED" }),
      ({ executionSummaries = [] }) => executionSummaries.map((one) => one.thingArn?.split("/")[1]),
    ),
  SearchIndex: () => collect(searchAll(), ({ things = [] }) => things.map(({ thingName }) => thingName)),
};

/** The SDK has no paginator for it. */
async function* searchAll() {
  let nextToken: string | undefined;
  do {
    const page = await iot.send(
      new SearchIndexCommand({ queryString: "thingName:*", maxResults: 3, nextToken }),
    );
    yield page;
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
}

test.each(Object.keys(LISTS))("every row of %s arrives in short pages", async (api) => {
  const whole = await LISTS[api]!();
  await aws.fault({ api, kind: "short-page", rows: 2, count: "unlimited" });
  const short = await LISTS[api]!();
  await aws.control("DELETE", "faults");
  expect(short.rows).toEqual(whole.rows);
  expect(Math.max(...whole.sizes)).toBe(3);
  expect(Math.max(...short.sizes)).toBe(2);
  expect(short.sizes.slice(0, -1)).toEqual(short.sizes.slice(0, -1).map(() => 2));
});

test.each(Object.keys(LISTS))("every row of %s arrives with empty pages in between", async (api) => {
  const whole = await LISTS[api]!();
  await aws.fault({ api, kind: "empty-page", count: 2 });
  const withEmpty = await LISTS[api]!();
  expect(withEmpty).toEqual({ rows: whole.rows, sizes: [0, 0, ...whole.sizes] });
});

test("a page can be empty in the middle and at the end of a list", async () => {
  const firstPage = await iot.send(new ListJobsCommand({ maxResults: JOBS - 1 }));
  await aws.fault({ api: "ListJobs", kind: "empty-page" });
  const empty = await iot.send(new ListJobsCommand({ nextToken: firstPage.nextToken }));
  expect(empty).toMatchObject({ jobs: [], nextToken: expect.any(String) as string });
  const last = await iot.send(new ListJobsCommand({ nextToken: empty.nextToken }));
  expect(last.jobs?.map(({ jobId }) => jobId)).toEqual([jobs[0]]);
  expect(last.nextToken).toBeUndefined();
});

test("an empty page of an empty list has a token too", async () => {
  await aws.fault({ api: "ListThingGroups", kind: "empty-page" });
  const { thingGroups, nextToken } = await iot.send(new ListThingGroupsCommand({}));
  expect(thingGroups).toEqual([]);
  expect(nextToken).toBeDefined();
  const next = await iot.send(new ListThingGroupsCommand({ nextToken }));
  expect(next.thingGroups).toEqual([]);
  expect(next.nextToken).toBeUndefined();
});

test("the token of an empty page whose rows were deleted does not restart the list", async () => {
  const last = aws.name("last-thing");
  await aws.seed({ things: [{ name: last }] });
  const firstPage = await iot.send(new ListThingsCommand({ maxResults: THINGS }));
  await iot.send(new DeleteThingCommand({ thingName: last }));
  await aws.fault({ api: "ListThings", kind: "empty-page" });
  const empty = await iot.send(new ListThingsCommand({ nextToken: firstPage.nextToken }));
  expect(empty.nextToken).toBeDefined();
  expect((await iot.send(new ListThingsCommand({ nextToken: empty.nextToken }))).things).toEqual([]);
});

test("short-page never makes a page longer than requested", async () => {
  await aws.fault({ api: "ListThings", kind: "short-page", rows: 5 });
  expect((await iot.send(new ListThingsCommand({ maxResults: 2 }))).things).toHaveLength(2);
});

test.each([{ afterActing: true }, { delayMs: 1 }, { afterActing: true, delayMs: 1 }])(
  "a short page with %j is as short",
  async (option) => {
    await aws.fault({ api: "ListThings", kind: "short-page", rows: 1, ...option });
    expect((await iot.send(new ListThingsCommand({}))).things).toHaveLength(1);
  },
);

test("a short-page fault for any API strikes only lists", async () => {
  await aws.fault({ api: "*", kind: "short-page", rows: 1 });
  await iot.send(new CancelJobExecutionCommand({ thingName: things[6]!, jobId: jobs[4]! }));
  expect((await iot.send(new ListThingsCommand({}))).things).toHaveLength(1);
});

describe("with pages cut at random", () => {
  const sizesWith = async (seed: number) => {
    const chaotic = await startEmulatorUnderTest({ pagingChaos: seed });
    const client = new IoTClient(chaotic.connection);
    const names = Array.from({ length: 40 }, (_, at) => `thing-${at}`);
    await chaotic.control("POST", "reset", {});
    await chaotic.seed({ things: names.map((name) => ({ name })) });
    const listed = await collect(paginateListThings(config(client), {}), ({ things = [] }) =>
      things.map((one) => one.thingName),
    );
    expect(listed.rows.toSorted()).toEqual(names.toSorted());
    await chaotic.fault({ api: "ListThings", kind: "short-page", rows: 2 });
    expect((await client.send(new ListThingsCommand({}))).things).toHaveLength(2);
    await chaotic.stop();
    return listed.sizes;
  };

  test("every row arrives on short, empty and full pages, which are the same for the same seed", async () => {
    const sizes = await sizesWith(7);
    expect(new Set(sizes)).toEqual(new Set([0, 1, 2, 3]));
    expect(await sizesWith(7)).toEqual(sizes);
    expect(await sizesWith(8)).not.toEqual(sizes);
  });
});
