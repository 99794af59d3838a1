import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import type { Database } from "@/lib/server/db/open-database";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import { ENGINES } from "@/lib/server/db/testing/test-databases";
import { createIotGateway } from "@/lib/server/iot/create-iot-gateway";
import { createEventQueue } from "@/lib/server/iot/event-queue";
import { consumeEvents, type EventServices } from "./consume-events";
import { syncUntilQuiet } from "../scan/sync-index";
import type { SyncServices } from "../sync-services";

const thresholds = {
  stuckMinutes: 60,
  waitingMinutes: 1_440,
  stuckMinutesOfJob: {},
  stuckMinutesOfType: {},
};
const HOUR_MS = 3_600_000;
/** A message that was received and not deleted becomes visible again after a minute. */
const VISIBLE_AGAIN_MS = 61_000;

let fleet: EmulatedFleet;
beforeAll(async () => {
  fleet = await startEmulatedFleet();
});
afterAll(() => fleet.stop());

describe.each(ENGINES)("events on the %s engine", (engine) => {
  let database: Database;
  let sync: SyncServices;
  openBeforeTests(engine, (opened) => (database = opened));
  beforeEach(async () => {
    await fleet.emulator.reset();
    await fleet.emulator.settings({ events: { on: true } });
    sync = {
      fleetId: fleet.name("world"),
      iot: createIotGateway(fleet.config),
      acquire: () => Promise.resolve(),
      kysely: database.kysely,
      thresholds,
    };
  });

  /** Consumes the queue during `action`, and finishes the batch in flight. @returns what was reported */
  async function consuming(action: (reported: string[]) => Promise<void>, more: Partial<EventServices> = {}) {
    const reported: string[] = [];
    const stopping = new AbortController();
    const services: EventServices = {
      fleetId: sync.fleetId,
      thresholds,
      queue: createEventQueue({
        url: fleet.emulator.queueUrl,
        region: "eu-west-1",
        readRole: null,
        stsEndpoint: null,
      }),
      origin: () => ({ region: "eu-west-1", account: "123456789012" }),
      database: () => Promise.resolve(database),
      recordEvent: (kind, outcome) => reported.push(`${kind} ${outcome}`),
      recordUnreadable: (_, reason) => reported.push(reason),
      reportTrouble: (error) => reported.push(error === null ? "works again" : (error as Error).name),
      ...more,
    };
    const ended = consumeEvents(services, stopping.signal);
    try {
      await action(reported);
    } finally {
      stopping.abort();
      await ended;
    }
    return reported;
  }

  /** A job of an hour ago, so that events of now are later than its queueing by whole seconds. */
  async function seedJob(count: number, status: "QUEUED" | "IN_PROGRESS" = "QUEUED") {
    const jobId = fleet.name("job");
    const things = Array.from({ length: count }, (_, at) => `${jobId}:t${at}`);
    const queuedAtMs = Date.now() - HOUR_MS;
    await fleet.emulator.seed({
      things: things.map((name) => ({ name })),
      jobs: [
        {
          jobId,
          targets: { things },
          executions: things.map((thingName) => ({ thingName, status, queuedAtMs })),
        },
      ],
    });
    expect(await syncUntilQuiet(sync)).toMatchObject({ ok: true });
    return { jobId, things };
  }

  async function open(): Promise<string[]> {
    const rows = await database.kysely
      .selectFrom("open_execution")
      .select(["thing_name", "reason"])
      .where("fleet_id", "=", sync.fleetId)
      .orderBy("thing_name")
      .execute();
    return rows.map(({ thing_name, reason }) => `${thing_name} ${reason}`);
  }

  const emptied = () => expect.poll(() => fleet.emulator.countMessages(), { timeout: 10_000 }).toBe(0);

  it("update the index at once, even twice and out of order, without a call to AWS IoT", async () => {
    const first = await seedJob(12, "IN_PROGRESS");
    await fleet.emulator.seed({
      jobs: [
        {
          jobId: "behind",
          targets: { things: first.things },
          executions: first.things.map((thingName) => ({ thingName, status: "QUEUED" as const })),
        },
      ],
    });
    await syncUntilQuiet({ ...sync, fleetId: sync.fleetId });
    await fleet.emulator.settings({ events: { on: true, duplicates: 0.5, disorderMs: 300, seed: 3 } });
    const calls = await fleet.callsOf(() =>
      consuming(async () => {
        for (const thingName of first.things.slice(0, 10))
          await fleet.emulator.deviceAct({ thingName, jobId: first.jobId, act: "succeed" });
        await emptied();
      }),
    );
    expect(new Set(calls.map(({ api }) => api))).toEqual(
      new Set(["ReceiveMessage", "DeleteMessageBatch", "GetQueueAttributes"]),
    );
    const left = await open();
    expect(
      left.filter((row) => row.endsWith(" stuck-blocking") || row.endsWith(" stuck-no-timeout")),
    ).toHaveLength(2);
    expect(left.filter((row) => row.endsWith(" behind-stuck"))).toHaveLength(2);
    expect(left.filter((row) => row.endsWith(" waiting"))).toHaveLength(10); // no longer behind the ended ones
  });

  it("are deleted only once they are applied, and received again after a failure or a stop", async () => {
    const { jobId, things } = await seedJob(3);
    const reported = await consuming(
      async (reported) => {
        for (const thingName of things) await fleet.emulator.cancel({ thingName, jobId });
        await expect.poll(() => reported).toContain("TypeError");
      },
      { database: () => Promise.reject(new TypeError("The store is away.")) },
    );
    expect(reported).toEqual(["TypeError"]);
    expect(await fleet.emulator.countMessages()).toBe(4); // three executions, and the job is completed
    expect(await open()).toHaveLength(3);
    await fleet.emulator.advanceClock(VISIBLE_AGAIN_MS);
    await consuming(emptied);
    expect(await open()).toEqual([]);
  });

  it("leave a later execution alone, and have a doubtful one read from AWS", async () => {
    const jobId = fleet.name("again");
    const things = ["again", "tried", "kept"].map((name) => fleet.name(name));
    const [again, tried, kept] = things as [string, string, string];
    const queuedAtMs = Date.now() - HOUR_MS;
    await fleet.emulator.seed({
      things: things.map((name) => ({ name })),
      jobs: [
        {
          jobId,
          targets: { things },
          executions: [
            { thingName: again, status: "QUEUED", executionNumber: 2, queuedAtMs },
            { thingName: tried, status: "IN_PROGRESS", queuedAtMs },
            { thingName: kept, status: "QUEUED", executionNumber: 2, queuedAtMs },
          ],
        },
      ],
    });
    await syncUntilQuiet(sync);
    const event = (thingName: string, status: string, atMs: number) =>
      JSON.stringify({
        eventType: "JOB_EXECUTION",
        eventId: "1f7c",
        timestamp: Math.floor(atMs / 1_000),
        operation: status.toLowerCase(),
        jobId,
        thingArn: `arn:aws:iot:eu-west-1:123456789012:thing/${thingName}`,
        status,
        topic: `$aws/events/jobExecution/${jobId}/${status.toLowerCase()}`,
      });
    await fleet.emulator.sendMessage(event(again, "CANCELED", queuedAtMs - 60_000));
    await fleet.emulator.sendMessage(event(tried, "FAILED", Date.now()));
    await fleet.emulator.sendMessage(event(kept, "SUCCEEDED", Date.now()));
    const reported = await consuming(emptied);
    expect(reported.toSorted()).toEqual(["execution doubted", "execution doubted", "execution outdated"]);
    expect(await open()).toHaveLength(3);

    // No job is due: the two are described, and nothing else is read.
    await fleet.emulator.settings({ events: { on: false } });
    await fleet.emulator.deviceAct({ thingName: tried, jobId, act: "fail" });
    const calls = await fleet.callsOf(() => syncUntilQuiet(sync));
    const described = calls
      .filter(({ api }) => api === "DescribeJobExecution")
      .map(({ thingName }) => thingName);
    expect(described.toSorted()).toEqual([tried, kept].toSorted());
    expect((await open()).map((row) => row.split(" ")[0])).toEqual([again, kept].toSorted());
  });

  it("add a job that was canceled before the index saw it, while a device works on it", async () => {
    const { jobId, things } = await seedJob(2);
    const other = fleet.name("unseen");
    await fleet.emulator.seed({
      jobs: [
        {
          jobId: other,
          targets: { things },
          executions: [{ thingName: things[0]!, status: "IN_PROGRESS" }],
        },
      ],
    });
    await consuming(async (reported) => {
      await fleet.emulator.cancel({ jobId: other });
      await fleet.emulator.cancel({ jobId });
      await expect.poll(() => reported.filter((event) => event === "job job-due").length).toBe(4);
      await emptied();
    });
    await syncUntilQuiet(sync);
    expect((await open()).map((row) => row.split(" ")[0])).toEqual([things[0]]);
  });

  it("are dropped with a reason if they cannot be read, and consumed again after a refusal", async () => {
    await fleet.emulator.fault({ api: "ReceiveMessage", kind: "deny" });
    for (const body of [
      "no json",
      JSON.stringify({ eventType: "connected", clientId: "t", timestamp: 1_573_002_230_757 }),
      JSON.stringify({ eventType: "JOB", timestamp: 1, operation: "completed", jobId: "../secret" }),
      JSON.stringify({
        eventType: "JOB_EXECUTION",
        timestamp: 1,
        operation: "canceled",
        jobId: "j",
        status: "CANCELED",
        thingArn: "arn:aws:iot:us-east-1:123456789012:thing/t",
      }),
    ])
      await fleet.emulator.sendMessage(body);
    const reported = await consuming(emptied);
    expect(reported[0]).toBe("AccessDeniedException");
    expect(reported.slice(1, -1).toSorted()).toEqual([
      "it is no event of AWS IoT",
      "it is of another region",
      "its jobId: A job's id has 1 to 64 letters, digits, “_” or “-”.",
      "other ignored",
    ]);
    expect(reported.at(-1)).toBe("works again");
  });
});
