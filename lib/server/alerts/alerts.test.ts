import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import { startReceiver, type WebhookReceiver } from "@/lib/testing/webhook-receiver";
import { type AuditLog, createAuditLog } from "@/lib/server/audit/audit-log";
import { NO_AUDIT_FILTER } from "@/lib/core/contracts/audit-filter";
import type { Database } from "@/lib/server/db/open-database";
import { createTestDatabase, ENGINES, type TestDatabase } from "@/lib/server/db/testing/test-databases";
import { startWorkQueue } from "@/lib/server/db/start-work-queue";
import type { WorkQueue } from "@/lib/server/db/work-queue";
import type { AlertRules } from "@/lib/core/domain/alert";
import { createIotGateway } from "@/lib/server/iot/create-iot-gateway";
import { signature, WEBHOOK_TRIES } from "@/lib/server/notifications/send-signed";
import type { WebhookServices } from "@/lib/server/notifications/notify-webhook";
import { endExecutions } from "@/lib/server/open-executions/store/end-executions";
import type { AlertServices } from "./judge-alerts";
import { listOpenAlerts } from "./list-open-alerts";
import { syncIndex } from "@/lib/server/open-executions/scan/sync-index";
import { startReading, recordSamples } from "@/lib/server/trends/record-samples";
import { notifyAlert } from "./notify-alert";
import { seedIndex } from "@/lib/server/open-executions/testing/seed-index";
import { NOTIFY_ALERT, type AlertNotification } from "@/lib/server/open-executions/work-kind";

const SECRET = "the-secret-of-both-sides";
const ONGOING = new AbortController().signal;
const thresholds = {
  stuckMinutes: 60,
  waitingMinutes: 1_440,
  stuckMinutesOfJob: {},
  stuckMinutesOfType: {},
};
const NO_RULES: AlertRules = { stuckMoreThan: null, jobStuckPercentOver: null, jobOpenAtLeast: 10 };

let fleet: EmulatedFleet;
let receiver: WebhookReceiver;
let answer: number;
beforeAll(async () => {
  fleet = await startEmulatedFleet();
  receiver = await startReceiver(() => answer);
});
afterAll(async () => {
  receiver.stop();
  await fleet.stop();
});

describe.each(ENGINES)("alerts on the %s engine", (engine) => {
  let store: TestDatabase;
  let database: Database;
  let audit: AuditLog;
  let queue: WorkQueue;
  beforeAll(async () => {
    store = await createTestDatabase(engine);
    database = await store.open();
    audit = createAuditLog(() => Promise.resolve(database));
    queue = await startWorkQueue(database, [NOTIFY_ALERT], () => undefined);
    await queue.work<AlertNotification>(NOTIFY_ALERT, async (data, signal) => {
      const notification = await notifyAlert(webhook(), data, signal);
      return notification.kind === "interrupted" ? "again" : "done";
    });
  });
  afterAll(async () => {
    await queue.stop(5_000);
    await store.remove();
  });
  beforeEach(() => {
    receiver.heard.length = 0;
    answer = 204;
  });

  const webhook = (): WebhookServices => ({
    webhook: { url: `${receiver.url}/hook`, secret: SECRET },
    audit,
    database: () => Promise.resolve(database),
    publicOrigin: "https://standdown.example.com",
  });
  const alertsOf = (rules: Partial<AlertRules>): AlertServices => ({
    rules: { ...NO_RULES, ...rules },
    notify: (transaction, data) => queue.send(transaction, NOTIFY_ALERT, { data }),
  });
  /** The messages of one fleet: the queue may still send those of another. */
  const messagesOf = (fleetId: string) => () =>
    receiver.heard
      .map(({ body }) => JSON.parse(body) as Record<string, unknown>)
      .filter(({ fleet }) => fleet === fleetId);
  const openIn = (fleetId: string) => listOpenAlerts(database.kysely, fleetId);

  /** A fleet whose jobs have all been scanned. */
  async function readFleet(fleetId: string, ...jobs: string[]) {
    const { kysely } = database;
    await startReading({ kysely, fleetId });
    await sql`update index_state set jobs_listed_at = clock_timestamp() where fleet_id = ${fleetId}`.execute(
      kysely,
    );
    for (const job_id of jobs)
      await kysely
        .insertInto("indexed_job")
        .values({
          fleet_id: fleetId,
          job_id,
          status: "IN_PROGRESS",
          listed_at: new Date(),
          round: 1,
          next_at: new Date(),
          read_at: sql`clock_timestamp()`, // by the clock of `startReading`, and as precise
        })
        .execute();
  }
  const seed = (fleetId: string, job_id: string, stuck: number, queued: number) =>
    seedIndex(
      database.kysely,
      fleetId,
      Array.from({ length: stuck + queued }, (_, n) => ({
        job_id,
        thing_name: `t${n}`,
        hours: 5,
        round: 0,
        status: n < stuck ? "IN_PROGRESS" : "QUEUED",
      })),
    );
  const end = (fleetId: string, jobId: string, thingName: string) =>
    endExecutions(
      database.kysely,
      { fleetId, thresholds },
      [{ jobId, thingName, status: "SUCCEEDED", executionNumber: 1 }],
      new Date(),
    );
  /** Each job has been scanned once more. */
  const readAgain = (fleetId: string) =>
    sql`update indexed_job set read_at = clock_timestamp() where fleet_id = ${fleetId}`.execute(
      database.kysely,
    );

  test("too many stuck executions notify the webhook once, whichever instance sees them, and once more when it is over", async () => {
    await readFleet("eu", "fw");
    await seed("eu", "fw", 3, 2);
    // Created for each sample, as after a restart.
    const sample = (stuckMoreThan = 2) =>
      recordSamples({ fleetId: "eu", kysely: database.kysely, alerts: alertsOf({ stuckMoreThan }) });
    await sample(3);
    expect(await openIn("eu")).toEqual([]);
    await Promise.all([sample(), sample()]);
    await expect.poll(messagesOf("eu")).toEqual([
      {
        kind: "alert",
        id: expect.stringMatching(/^alert_/) as string,
        fleet: "eu",
        state: "begun",
        rule: "stuck",
        job: null,
        threshold: 2,
        open: 5,
        stuck: 3,
        beganAt: expect.any(String) as string,
        overAt: null,
        link: "https://standdown.example.com/eu/stuck",
      },
    ]);
    const [{ signature: signed, body }] = receiver.heard as [WebhookReceiver["heard"][0]];
    const seconds = Number(/^t=(\d+),/.exec(signed)?.[1]);
    expect(signed).toBe(signature(SECRET, body, seconds));
    await expect.poll(async () => (await openIn("eu"))[0]?.notification).toBe("delivered");

    await sample();
    await end("eu", "fw", "t0");
    await sample(); // its jobs were scanned before it started
    expect(await openIn("eu")).toHaveLength(1);
    await readAgain("eu");
    await Promise.all([sample(), sample()]);
    await expect.poll(() => receiver.heard).toHaveLength(2);
    const [started, over] = messagesOf("eu")();
    expect(over).toMatchObject({
      id: started!.id,
      state: "over",
      open: 4,
      stuck: 2,
      beganAt: started!.beganAt,
    });
    expect(over!.overAt).toEqual(expect.any(String));
    await sample();
    expect(await openIn("eu")).toEqual([]);
    // The queue completes its work some time after the webhook has answered.
    const waiting = () =>
      sql`select from pgboss.job where name = 'alert' and state <> 'completed'`.execute(database.kysely);
    await expect.poll(async () => (await waiting()).rows).toEqual([]);
    expect(receiver.heard).toHaveLength(2);
  });

  test("the share of stuck executions counts for jobs with enough open ones, and each job has a message of its own", async () => {
    await readFleet("us", "bad", "good", "last");
    await seed("us", "bad", 3, 9);
    await seed("us", "good", 2, 10);
    await seed("us", "last", 3, 1);
    const sample = () =>
      recordSamples({
        fleetId: "us",
        kysely: database.kysely,
        alerts: alertsOf({ jobStuckPercentOver: 20, jobOpenAtLeast: 10 }),
      });
    await sample();
    await expect
      .poll(messagesOf("us"))
      .toMatchObject([{ rule: "job-stuck-share", job: "bad", threshold: 20, open: 12, stuck: 3 }]);
    expect(receiver.heard[0]!.body).toContain("/us/stuck?job=bad");
    for (let n = 3; n < 12; n++) await end("us", "bad", `t${n}`);
    await readAgain("us");
    await sample(); // all executions that are left are stuck
    expect(await openIn("us")).toHaveLength(1);
    for (const thing of ["t0", "t1", "t2"]) await end("us", "bad", thing);
    await readAgain("us");
    await sample();
    await expect
      .poll(() => messagesOf("us")()[1])
      .toMatchObject({ state: "over", job: "bad", open: 0, stuck: 0 });
  });

  test("an alert ends when its rule is removed from the configuration", async () => {
    await readFleet("gone", "fw");
    await seed("gone", "fw", 1, 0);
    const sample = (rules: Partial<AlertRules>) =>
      recordSamples({ fleetId: "gone", kysely: database.kysely, alerts: alertsOf(rules) });
    await sample({ stuckMoreThan: 0 });
    expect(await openIn("gone")).toHaveLength(1);
    await readAgain("gone");
    await sample({});
    expect(await openIn("gone")).toEqual([]);
  });

  test("a webhook that never accepts the message is given up, as the list of alerts and the audit log say", async () => {
    await readFleet("deaf", "fw");
    await seed("deaf", "fw", 1, 0);
    const notification: AlertNotification[] = [];
    const notify: AlertServices["notify"] = (_, data) => Promise.resolve(void notification.push(data));
    const rules = { ...NO_RULES, stuckMoreThan: 0 };
    await recordSamples({ fleetId: "deaf", kysely: database.kysely, alerts: { rules, notify } });
    answer = 500;
    expect(await notifyAlert(webhook(), notification[0]!, ONGOING)).toMatchObject({
      kind: "later",
      afterSeconds: 5,
    });
    expect((await openIn("deaf"))[0]?.notification).toBe("waiting");
    const last = { ...notification[0]!, tries: WEBHOOK_TRIES - 1 };
    expect(await notifyAlert(webhook(), last, ONGOING)).toEqual({ kind: "gave-up", problem: "HTTP 500" });
    expect((await openIn("deaf"))[0]?.notification).toBe("gave-up");
    const { rows } = await audit.find({ ...NO_AUDIT_FILTER, action: "webhook-told" }, null, 50);
    expect(rows[0]).toMatchObject({ fleetId: "deaf", asked: { state: "begun", rule: "stuck" } });
  });

  test("no alert starts while AWS cannot be read, and the next one counts what is true then", async () => {
    const [thingName, jobId, fleetId] = [fleet.name("kiosk"), fleet.name("fw"), `troubled-${engine}`];
    const startedAtMs = Date.now() - 90 * 60_000;
    await fleet.emulator.reset();
    await fleet.emulator.seed({
      things: [{ name: thingName }],
      jobs: [
        {
          jobId,
          targets: { things: [thingName] },
          executions: [{ thingName, status: "IN_PROGRESS", startedAtMs, lastUpdatedAtMs: startedAtMs }],
        },
      ],
    });
    // Read days ago, and no longer true.
    await seed(fleetId, jobId, 30, 0);
    await fleet.emulator.fault({ api: "DescribeJob", kind: "html-500", count: 8 });
    const stopping = new AbortController();
    const running = syncIndex(
      {
        fleetId,
        iot: createIotGateway(fleet.config),
        acquire: () => Promise.resolve(),
        kysely: database.kysely,
        thresholds,
        alerts: alertsOf({ stuckMoreThan: 0 }),
      },
      stopping.signal,
    );
    try {
      const failing = () =>
        database.kysely
          .selectFrom("index_state")
          .select("failing")
          .where("fleet_id", "=", fleetId)
          .executeTakeFirst();
      await expect.poll(async () => (await failing())?.failing, { timeout: 20_000 }).toBe("unavailable");
      expect(await openIn(fleetId)).toEqual([]);
      await expect
        .poll(messagesOf(fleetId), { timeout: 25_000 })
        .toMatchObject([{ state: "begun", open: 1, stuck: 1 }]);
    } finally {
      stopping.abort();
      await running;
    }
  });
});
