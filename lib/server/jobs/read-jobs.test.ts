import { afterAll, beforeAll, expect, test } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import type { Actor } from "@/lib/core/permissions/actor";
import type { JobsFilter } from "@/lib/core/contracts/filters";
import { createIotGateway } from "@/lib/server/iot/create-iot-gateway";
import type { IotGateway } from "@/lib/server/iot/iot-gateway";
import { describeJob, listJobs, readJobDocument } from "./read-jobs";

const VIEWER: Actor = { id: "ada", name: "Ada", role: "viewer" };
const STRANGER = { ...VIEWER, role: "nobody" } as unknown as Actor;
const ALL: JobsFilter = { status: null, selection: null, group: null, namespace: null };
const CREATED_MS = Date.UTC(2026, 10, 20, 8, 30);

let fleet: EmulatedFleet;
let iot: IotGateway;
beforeAll(async () => {
  fleet = await startEmulatedFleet();
  iot = createIotGateway(fleet.config);
  const kiosks = (from: number, count: number) => ({ prefix: "kiosk-", from, count });
  await fleet.emulator.seed({
    groups: [{ name: "berlin" }],
    thingRange: [{ ...kiosks(0, 36), groups: ["berlin"] }],
    jobs: [
      {
        jobId: "fw",
        description: "Firmware 2.4",
        targets: { groups: ["berlin"] },
        document: '{"url":"https://example.com/fw"}',
        createdAtMs: CREATED_MS,
        timeoutMinutes: 45,
        rolloutPerMinute: 100,
        abort: [
          {
            failureType: "FAILED",
            action: "CANCEL",
            thresholdPercentage: 12.5,
            minNumberOfExecutedThings: 10,
          },
        ],
        retry: [{ failureType: "TIMED_OUT", numberOfRetries: 2 }],
        executions: [
          { forThings: kiosks(0, 1), status: "QUEUED" },
          { forThings: kiosks(1, 2), status: "IN_PROGRESS", startedAtMs: Date.now() },
          { forThings: kiosks(3, 3), status: "SUCCEEDED" },
          { forThings: kiosks(6, 4), status: "FAILED" },
          { forThings: kiosks(10, 5), status: "TIMED_OUT" },
          { forThings: kiosks(15, 6), status: "REJECTED" },
          { forThings: kiosks(21, 7), status: "REMOVED" },
          { forThings: kiosks(28, 8), status: "CANCELED" },
        ],
      },
      {
        jobId: "keep",
        targets: { things: ["kiosk-0"] },
        targetSelection: "CONTINUOUS",
        executions: "queued",
      },
      {
        jobId: "later",
        targets: { groups: ["berlin"] },
        status: "SCHEDULED",
        scheduling: { startTime: "2036-11-20T08:30Z" },
      },
      {
        jobId: "stopped",
        targets: { things: ["kiosk-0"] },
        status: "CANCELED",
        namespaceId: "aws-gg-deployment",
        reasonCode: "USER_INITIATED",
        comment: "wrong image",
        forceCanceled: true,
        executions: [],
      },
    ],
  });
});
afterAll(() => fleet.stop());

test("a job has all of its members", async () => {
  expect(await describeJob({ iot }, VIEWER, { jobId: "fw", background: false, fresh: false })).toMatchObject({
    ok: true,
    value: {
      jobId: "fw",
      status: "IN_PROGRESS",
      targetSelection: "SNAPSHOT",
      description: "Firmware 2.4",
      targets: ["arn:aws:iot:eu-west-1:123456789012:thinggroup/berlin"],
      counts: {
        QUEUED: 1,
        IN_PROGRESS: 2,
        SUCCEEDED: 3,
        FAILED: 4,
        TIMED_OUT: 5,
        REJECTED: 6,
        REMOVED: 7,
        CANCELED: 8,
      },
      createdAt: new Date(CREATED_MS),
      completedAt: null,
      timeoutMinutes: 45,
      rollout: { maximumPerMinute: 100, exponentialRate: null },
      abortCriteria: [
        { failureType: "FAILED", action: "CANCEL", thresholdPercentage: 12.5, minExecutedThings: 10 },
      ],
      retryCriteria: [{ failureType: "TIMED_OUT", numberOfRetries: 2 }],
      scheduling: {
        startTime: null,
        endTime: null,
        endBehavior: null,
        maintenanceWindows: [],
        nextRollouts: [],
      },
      reasonCode: null,
      forceCanceled: false,
    },
  });
});

test("a job is read from AWS before a decision, even if it was read a moment ago", async () => {
  const calls = await fleet.callsOf(async () => {
    for (const fresh of [false, false, true])
      expect(
        await describeJob({ iot }, VIEWER, { jobId: "stopped", background: false, fresh }),
      ).toMatchObject({
        ok: true,
      });
  });
  expect(calls).toHaveLength(2);
});

test("a canceled job has its reason", async () => {
  expect(
    await describeJob({ iot }, VIEWER, { jobId: "stopped", background: false, fresh: false }),
  ).toMatchObject({
    ok: true,
    value: { status: "CANCELED", reasonCode: "USER_INITIATED", comment: "wrong image", forceCanceled: true },
  });
});

test("an exponential rollout has its criterion", async () => {
  const jobId = fleet.name("exponential");
  await fleet.emulator.seed({
    jobs: [
      {
        jobId,
        targets: { things: ["kiosk-0"] },
        exponentialRate: {
          baseRatePerMinute: 5,
          incrementFactor: 1.5,
          rateIncreaseCriteria: { numberOfSucceededThings: 20 },
        },
        executions: "queued",
      },
    ],
  });
  const job = await describeJob({ iot }, VIEWER, { jobId, background: false, fresh: false });
  expect(job.ok && job.value.rollout).toEqual({
    maximumPerMinute: null,
    exponentialRate: {
      baseRatePerMinute: 5,
      incrementFactor: 1.5,
      notifiedThings: null,
      succeededThings: 20,
    },
  });
});

test.each<[Partial<JobsFilter>, string[], string[]]>([
  [{}, ["fw", "keep", "stopped", "later"], []],
  [{ status: "CANCELED" }, ["stopped"], ["fw", "keep"]],
  [{ status: "SCHEDULED" }, ["later"], ["fw", "keep", "stopped"]],
  [{ selection: "CONTINUOUS" }, ["keep"], ["fw", "stopped"]],
  // AWS leaves scheduled jobs out under a group, as the page says beside its filter.
  [{ group: "berlin" }, ["fw"], ["keep", "stopped", "later"]],
  [{ namespace: "aws-gg-deployment" }, ["stopped"], ["fw", "keep", "later"]],
  [{ status: "COMPLETED", selection: "CONTINUOUS" }, [], ["fw", "keep", "stopped"]],
])("the filter %j is applied by AWS", async (filter, there, notThere) => {
  const page = await listJobs({ iot }, VIEWER, { ...ALL, ...filter, cursor: null });
  const ids = page.ok ? page.value.rows.map((job) => job.jobId) : [];
  expect(page).toMatchObject({ ok: true, value: { cursor: null } });
  expect(ids).toEqual(expect.arrayContaining(there));
  expect(ids.filter((id) => notThere.includes(id))).toEqual([]);
});

test("a group has the jobs of all groups below it, each once, with a bounded number of calls a page", async () => {
  const own = await startEmulatedFleet();
  const halls = Array.from({ length: 14 }, (_, at) => `hall-${String.fromCharCode(97 + at)}`);
  const job = (jobId: string, groups: string[], createdAtMs = CREATED_MS) => ({
    ...{ jobId, targets: { groups }, executions: [], createdAtMs },
  });
  await own.emulator.seed({
    groups: [
      ...[{ name: "plant" }, { name: "yard" }, { name: "quiet" }],
      ...halls.map((name) => ({ name, parent: "plant" })),
    ],
    jobs: [
      job("of-plant", ["plant"]),
      job("of-yard", ["yard"]),
      job("of-two", ["hall-a", "hall-b"], CREATED_MS + 1_000),
      job("of-last", ["hall-n"]),
    ],
  });
  const gateway = { iot: createIotGateway(own.config) };
  const read = (group: string, cursor: string | null = null) =>
    listJobs(gateway, VIEWER, { ...ALL, group, cursor });
  const idsOf = (page: Awaited<ReturnType<typeof read>>) =>
    page.ok ? page.value.rows.map(({ jobId }) => jobId) : page.failure;
  const first = await read("plant");
  const calls = await own.callsOf(async () => {
    const second = await read("plant", first.ok ? first.value.cursor : null);
    expect([idsOf(second), second.ok && second.value.cursor]).toEqual([["of-last"], null]);
  });
  const none = await read("quiet");
  const unknown = await read("nowhere");
  const forged = await read("plant", "e30");
  await own.stop();
  expect(idsOf(first)).toEqual(["of-two", "of-plant"]);
  expect(first).toMatchObject({ value: { groupsBelow: { kind: "listed", count: 14, isComplete: true } } });
  expect(calls.map(({ api }) => api)).toEqual(Array(5).fill("ListJobs"));
  expect([idsOf(none), none.ok && none.value.groupsBelow]).toEqual([
    [],
    { kind: "listed", count: 0, first: [], isComplete: true },
  ]);
  expect(unknown).toMatchObject({ failure: { kind: "not-found", what: "The thing group nowhere" } });
  expect(forged).toMatchObject({ failure: { kind: "invalid-request" } });
});

test("a list of jobs continues by its cursor", async () => {
  const own = await startEmulatedFleet();
  await own.emulator.seed({
    things: [{ name: "kiosk" }],
    jobs: Array.from({ length: 260 }, (_, at) => ({
      jobId: `job-${at}`,
      targets: { things: ["kiosk"] },
      executions: [],
    })),
  });
  const gateway = { iot: createIotGateway(own.config) };
  const first = await listJobs(gateway, VIEWER, { ...ALL, cursor: null });
  const cursor = first.ok ? first.value.cursor : null;
  const second = await listJobs(gateway, VIEWER, { ...ALL, cursor });
  await own.stop();
  const ids = [first, second].flatMap((page) => (page.ok ? page.value.rows.map((job) => job.jobId) : []));
  expect([cursor === null, ids.length, new Set(ids).size]).toEqual([false, 260, 260]);
});

test("the counters of a row are cached longer than a job on its page", async () => {
  const own = createIotGateway(fleet.config);
  const calls = await fleet.callsOf(async () => {
    for (let at = 0; at < 5; at++)
      await describeJob({ iot: own }, VIEWER, { jobId: "fw", background: true, fresh: false });
  });
  expect(calls.map(({ api }) => api)).toEqual(["DescribeJob"]);
});

test("a document is returned as AWS has it", async () => {
  expect(await readJobDocument({ iot }, VIEWER, { jobId: "fw" })).toEqual({
    ok: true,
    value: { document: '{"url":"https://example.com/fw"}' },
  });
});

test("a job that does not exist is not found", async () => {
  const missing = { ok: false, failure: { kind: "not-found", what: "The job none" } };
  expect(await describeJob({ iot }, VIEWER, { jobId: "none", background: false, fresh: false })).toEqual(
    missing,
  );
  expect(await readJobDocument({ iot }, VIEWER, { jobId: "none" })).toEqual(missing);
  expect(await listJobs({ iot }, VIEWER, { ...ALL, group: "nowhere", cursor: null })).toEqual({
    ok: false,
    failure: { kind: "not-found", what: "The thing group nowhere" },
  });
});

test("a person without the permission to read is refused before AWS is called", async () => {
  const refused = { ok: false, failure: { kind: "forbidden", permission: "read", because: "role" } };
  const calls = await fleet.callsOf(async () => {
    expect(await listJobs({ iot }, STRANGER, { ...ALL, cursor: null })).toEqual(refused);
    expect(await describeJob({ iot }, STRANGER, { jobId: "fw", background: false, fresh: false })).toEqual(
      refused,
    );
    expect(await readJobDocument({ iot }, STRANGER, { jobId: "fw" })).toEqual(refused);
  });
  expect(calls).toEqual([]);
});

test("a child group that is deleted after the groups were listed hides no job of the others", async () => {
  const [plant, hallA, hallB] = ["plant", "hall-a", "hall-b"].map((name) => fleet.name(name)) as [
    string,
    string,
    string,
  ];
  const ofHall = (jobId: string, group: string) => ({ jobId, targets: { groups: [group] }, executions: [] });
  const [jobA, jobB] = [fleet.name("job-a"), fleet.name("job-b")];
  await fleet.emulator.seed({
    groups: [{ name: plant }, { name: hallA, parent: plant }, { name: hallB, parent: plant }],
    jobs: [ofHall(jobA, hallA), ofHall(jobB, hallB)],
  });
  const before = createIotGateway(fleet.config);
  const idsOf = async (reader: IotGateway) => {
    const page = await listJobs({ iot: reader }, VIEWER, { ...ALL, group: plant, cursor: null });
    return page.ok ? page.value.rows.map(({ jobId }) => jobId).sort() : page;
  };
  expect(await idsOf(before)).toEqual([jobA, jobB]);
  await fleet.emulator.deleteGroup(hallB);
  // The list of groups is cached for half a minute; the lists of jobs are read again.
  const after: IotGateway = {
    ...createIotGateway(fleet.config),
    listThingGroups: (...query) => before.listThingGroups(...query),
  };
  expect(await idsOf(after)).toEqual([jobA]);
});
