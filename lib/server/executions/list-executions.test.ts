import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import type { Fault } from "@/lib/testing/emulator-fault";
import type { Actor } from "@/lib/core/permissions/actor";
import { createIotGateway } from "@/lib/server/iot/create-iot-gateway";
import type { IotGateway } from "@/lib/server/iot/iot-gateway";
import { describeExecution } from "./describe-execution";
import { countOpenExecutions, listJobExecutions, listThingExecutions } from "./list-executions";
import { readRetryAttempt } from "./read-retry-attempt";

const VIEWER: Actor = { id: "ada", name: "Ada", role: "viewer" };
const STRANGER = { ...VIEWER, role: "nobody" } as unknown as Actor;
const JOB = "fw";
const BUSY = "busy";
/** Things with one execution in progress, one for each test that injects faults into its lists. */
const RUNNING = ["behind-empty", "endless", "counted", "uncounted"];

let fleet: EmulatedFleet;
let iot: IotGateway;
beforeAll(async () => {
  fleet = await startEmulatedFleet();
  iot = createIotGateway(fleet.config);
  const range = (from: number, count: number) => ({ prefix: "kiosk-", from, count });
  const finished = ["SUCCEEDED", "FAILED", "TIMED_OUT", "REJECTED", "REMOVED", "CANCELED"] as const;
  await fleet.emulator.seed({
    thingRange: [range(0, 620)],
    things: [
      { name: "quiet" },
      { name: BUSY },
      { name: "crowded" },
      { name: "mixed" },
      ...RUNNING.map((name) => ({ name })),
    ],
    jobs: [
      {
        jobId: JOB,
        targets: { things: ["kiosk-0"] },
        executions: [
          { forThings: range(0, 300), status: "QUEUED" },
          { forThings: range(300, 260), status: "FAILED" },
          { forThings: range(560, 60), status: "SUCCEEDED" },
        ],
      },
      ...(["QUEUED", "QUEUED", "IN_PROGRESS", ...finished] as const).map((status, at) => ({
        jobId: `busy-${at}`,
        targets: { things: [BUSY] },
        executions: [{ thingName: BUSY, status }],
      })),
      ...(["QUEUED", "SUCCEEDED", "QUEUED"] as const).map((status, at) => ({
        jobId: `mixed-${at}`,
        targets: { things: ["mixed"] },
        executions: [{ thingName: "mixed", status }],
      })),
      ...RUNNING.map((thingName) => ({
        jobId: `run-${thingName}`,
        targets: { things: [thingName] },
        executions: [{ thingName, status: "IN_PROGRESS" as const }],
      })),
      ...Array.from({ length: 251 }, (_, at) => ({
        jobId: `crowd-${at}`,
        targets: { things: ["crowded"] },
        executions: [{ thingName: "crowded", status: at < 2 ? ("QUEUED" as const) : ("SUCCEEDED" as const) }],
      })),
    ],
  });
});
afterAll(() => fleet.stop());

const strikeLists = (thingName: string, fault: Omit<Fault, "api">) =>
  fleet.emulator.fault({ api: "ListJobExecutionsForThing", match: { thingName }, ...fault });

type Listed = Awaited<ReturnType<typeof listJobExecutions>>;
function pageOf(result: Listed) {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
}
const list = (statuses: string[], cursor: string | null) =>
  listJobExecutions({ iot }, VIEWER, { jobId: JOB, statuses, cursor });

describe("a job's executions", () => {
  test("without a status take one call a page, and each comes once", async () => {
    const names: string[] = [];
    let cursor: string | null = null;
    const calls = await fleet.callsOf(async () => {
      do {
        const page = pageOf(await list([], cursor));
        names.push(...page.rows.map((row) => row.thingName));
        cursor = page.cursor;
      } while (cursor !== null);
    });
    expect(calls.map(({ api }) => api)).toEqual(Array(3).fill("ListJobExecutionsForJob"));
    expect(names).toHaveLength(620);
    expect(new Set(names).size).toBe(620);
  });

  test("of several statuses are merged, and the next page reads only statuses that have more", async () => {
    const first = pageOf(await list(["QUEUED", "FAILED", "SUCCEEDED"], null));
    expect(first.rows).toHaveLength(250 + 250 + 60);
    expect(first.cursor).not.toBeNull();
    let second = first;
    const calls = await fleet.callsOf(async () => {
      second = pageOf(await list(["QUEUED", "FAILED", "SUCCEEDED"], first.cursor));
    });
    expect(calls).toHaveLength(2);
    expect(second.cursor).toBeNull();
    const counted = Map.groupBy([...first.rows, ...second.rows], (row) => row.status);
    expect([...counted].map(([status, rows]) => [status, rows.length]).sort()).toEqual([
      ["FAILED", 260],
      ["QUEUED", 300],
      ["SUCCEEDED", 60],
    ]);
    expect(new Set([...first.rows, ...second.rows].map((row) => row.thingName)).size).toBe(620);
  });

  test("are not shown in part if the read of one status fails", async () => {
    const own = createIotGateway(fleet.config);
    await fleet.emulator.fault({ api: "ListJobExecutionsForJob", kind: "deny", match: { jobId: JOB } });
    expect(
      await listJobExecutions({ iot: own }, VIEWER, {
        jobId: JOB,
        statuses: ["QUEUED", "FAILED"],
        cursor: null,
      }),
    ).toMatchObject({ ok: false, failure: { kind: "denied", action: "iot:ListJobExecutionsForJob" } });
  });

  test("of a job that does not exist are not found", async () => {
    expect(await listJobExecutions({ iot }, VIEWER, { jobId: "none", statuses: [], cursor: null })).toEqual({
      ok: false,
      failure: { kind: "not-found", what: "The job none" },
    });
  });
});

const pack = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("a cursor", () => {
  test.each([
    ["no base64", "%%%"],
    ["no JSON", Buffer.from("{").toString("base64url")],
    ["no list", pack({})],
    ["an empty list", pack([])],
    ["a list of nothing", pack([null])],
    ["a token that is no text", pack([["QUEUED", 1]])],
    ["a status that was not asked for", pack([["FAILED", "t"]])],
    ["the status of all", pack([[null, "t"]])],
    [
      "a status twice",
      pack([
        ["QUEUED", "t"],
        ["QUEUED", "u"],
      ]),
    ],
    [
      "more statuses than asked for",
      pack([
        ["QUEUED", "t"],
        ["IN_PROGRESS", "t"],
        ["FAILED", "t"],
      ]),
    ],
  ])("of %s is refused by us, and AWS is not called", async (_, cursor) => {
    const calls = await fleet.callsOf(async () => {
      expect(await list(["QUEUED", "IN_PROGRESS"], cursor)).toMatchObject({
        ok: false,
        failure: { kind: "invalid-request", api: "the console" },
      });
    });
    expect(calls).toEqual([]);
  });

  test("whose token AWS does not know is refused by AWS", async () => {
    expect(await list(["QUEUED"], pack([["QUEUED", "nonsense"]]))).toMatchObject({
      failure: { kind: "invalid-request", api: "ListJobExecutionsForJob" },
    });
  });

  test("of another job is refused", async () => {
    const { cursor } = pageOf(await list(["QUEUED"], null));
    expect(
      await listJobExecutions({ iot }, VIEWER, { jobId: "busy-0", statuses: ["QUEUED"], cursor }),
    ).toMatchObject({ ok: false, failure: { kind: "invalid-request" } });
  });

  test("of other statuses is refused", async () => {
    const { cursor } = pageOf(await list(["QUEUED"], null));
    expect(await list(["FAILED"], cursor)).toMatchObject({ ok: false, failure: { kind: "invalid-request" } });
  });
});

describe("a thing's executions", () => {
  const tab = async (tab: "open" | "finished", thingName = BUSY, cursor: string | null = null) =>
    pageOf(await listThingExecutions({ iot }, VIEWER, { thingName, tab, cursor }));

  test("that are open take a call for each of the two statuses", async () => {
    const calls = await fleet.callsOf(async () => {
      const { rows, cursor } = await tab("open");
      expect(rows.map((row) => row.status).sort()).toEqual(["IN_PROGRESS", "QUEUED", "QUEUED"]);
      expect(cursor).toBeNull();
    });
    expect(calls).toHaveLength(2);
  });

  test("that are finished take one call, whose open ones are left out", async () => {
    const calls = await fleet.callsOf(async () => {
      const { rows } = await tab("finished");
      expect(rows.map((row) => row.status).sort()).toEqual([
        "CANCELED",
        "FAILED",
        "REJECTED",
        "REMOVED",
        "SUCCEEDED",
        "TIMED_OUT",
      ]);
    });
    expect(calls).toHaveLength(1);
  });

  test("that are finished continue past a page", async () => {
    const first = await tab("finished", "crowded");
    const second = await tab("finished", "crowded", first.cursor);
    expect(first.cursor).not.toBeNull();
    expect(second.cursor).toBeNull();
    expect(new Set([...first.rows, ...second.rows].map((row) => row.jobId)).size).toBe(249);
  });

  test("that are finished are read past pages of open ones only", async () => {
    await strikeLists("mixed", { kind: "short-page", rows: 1, count: "unlimited" });
    const names: string[] = [];
    for (let cursor: string | null = null; ;) {
      const page = await tab("finished", "mixed", cursor);
      names.push(...page.rows.map((row) => row.jobId));
      cursor = page.cursor;
      if (cursor === null) break;
      expect(page.rows).not.toEqual([]);
    }
    expect(names).toEqual(["mixed-1"]);
  });

  test("that are open are found behind empty pages", async () => {
    await strikeLists("behind-empty", { kind: "empty-page", count: 3 });
    expect((await tab("open", "behind-empty")).rows).toHaveLength(1);
  });

  test("have not ended after empty pages with a token", async () => {
    await strikeLists("endless", { kind: "empty-page", count: "unlimited" });
    const noneSoFar = { rows: [], cursor: expect.any(String) as string };
    expect(await tab("open", "endless")).toMatchObject(noneSoFar);
    expect(await tab("finished", "endless")).toMatchObject(noneSoFar);
  });

  test("of a thing without any are an empty page", async () => {
    expect(await tab("open", "quiet")).toMatchObject({ rows: [], cursor: null });
  });
});

describe("the count of open executions", () => {
  test("takes one call, and is cached", async () => {
    const own = createIotGateway(fleet.config);
    const calls = await fleet.callsOf(async () => {
      for (let at = 0; at < 3; at++)
        expect(await countOpenExecutions({ iot: own }, VIEWER, { thingName: BUSY })).toEqual({
          ok: true,
          value: { open: 3, inProgress: 1, atLeast: false },
        });
    });
    expect(calls).toHaveLength(1);
  });

  test("is not 0 because AWS's first pages are empty", async () => {
    await strikeLists("counted", { kind: "empty-page", count: 2 });
    expect(await countOpenExecutions({ iot }, VIEWER, { thingName: "counted" })).toEqual({
      ok: true,
      value: { open: 1, inProgress: 1, atLeast: false },
    });
    await strikeLists("uncounted", { kind: "empty-page", count: "unlimited" });
    expect(await countOpenExecutions({ iot }, VIEWER, { thingName: "uncounted" })).toEqual({
      ok: true,
      value: { open: 0, inProgress: 0, atLeast: true },
    });
  });

  test("says that there may be more than one page has", async () => {
    expect(await countOpenExecutions({ iot }, VIEWER, { thingName: "crowded" })).toMatchObject({
      ok: true,
      value: { atLeast: true },
    });
  });

  test("of a thing that does not exist is not found", async () => {
    expect(await countOpenExecutions({ iot }, VIEWER, { thingName: "nobody" })).toEqual({
      ok: false,
      failure: { kind: "not-found", what: "The thing nobody" },
    });
  });
});

describe("one execution", () => {
  test("is cached for a moment, and read from AWS before a decision", async () => {
    const ref = { thingName: "kiosk-1", jobId: JOB };
    const calls = await fleet.callsOf(async () => {
      await describeExecution({ iot }, VIEWER, { ...ref, fresh: false });
      await describeExecution({ iot }, VIEWER, { ...ref, fresh: false });
      expect(await describeExecution({ iot }, VIEWER, { ...ref, fresh: true })).toMatchObject({
        ok: true,
        value: { ...ref, status: "QUEUED", versionNumber: 1 },
      });
    });
    expect(calls).toHaveLength(2);
  });

  test("has the number of retries of its job, which only lists have", async () => {
    const ref = { thingName: fleet.name("kiosk-retried"), jobId: fleet.name("retried") };
    await fleet.emulator.seed({
      things: [{ name: ref.thingName }],
      jobs: [
        {
          jobId: ref.jobId,
          targets: { things: [ref.thingName] },
          retry: [{ failureType: "FAILED", numberOfRetries: 3 }],
          executions: "queued",
        },
      ],
    });
    expect(await readRetryAttempt({ iot: createIotGateway(fleet.config) }, VIEWER, ref)).toEqual({
      ok: true,
      value: { retryAttempt: 0 },
    });
    await fleet.emulator.deviceAct({ ...ref, act: "start" }, { ...ref, act: "fail" });
    expect(await readRetryAttempt({ iot: createIotGateway(fleet.config) }, VIEWER, ref)).toEqual({
      ok: true,
      value: { retryAttempt: 1 },
    });
  });

  test("that does not exist has no number of retries", async () => {
    expect(await readRetryAttempt({ iot }, VIEWER, { thingName: "kiosk-1", jobId: "none" })).toEqual({
      ok: true,
      value: { retryAttempt: null },
    });
  });
});

test("a person without the permission to read is refused before AWS is called", async () => {
  const refused = { ok: false, failure: { kind: "forbidden", permission: "read", because: "role" } };
  const ref = { thingName: BUSY, jobId: "busy-0" };
  const calls = await fleet.callsOf(async () => {
    expect(await listJobExecutions({ iot }, STRANGER, { jobId: JOB, statuses: [], cursor: null })).toEqual(
      refused,
    );
    expect(
      await listThingExecutions({ iot }, STRANGER, { thingName: BUSY, tab: "open", cursor: null }),
    ).toEqual(refused);
    expect(await countOpenExecutions({ iot }, STRANGER, { thingName: BUSY })).toEqual(refused);
    expect(await describeExecution({ iot }, STRANGER, { ...ref, fresh: true })).toEqual(refused);
    expect(await readRetryAttempt({ iot }, STRANGER, ref)).toEqual(refused);
  });
  expect(calls).toEqual([]);
});
