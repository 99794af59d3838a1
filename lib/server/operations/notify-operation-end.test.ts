import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startReceiver, type WebhookReceiver } from "@/lib/testing/webhook-receiver";
import { type AuditLog, createAuditLog } from "@/lib/server/audit/audit-log";
import { NO_AUDIT_FILTER } from "@/lib/core/contracts/audit-filter";
import type { Database } from "@/lib/server/db/open-database";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import { ENGINES } from "@/lib/server/db/testing/test-databases";
import { signature, WEBHOOK_TRIES } from "@/lib/server/notifications/send-signed";
import type { WebhookServices } from "@/lib/server/notifications/notify-webhook";
import { notifyOperationEnd } from "./notify-operation-end";
import { operationId, seedOperation } from "./testing/seed-operation";

const SECRET = "the-secret-of-both-sides";
const ONGOING = new AbortController().signal;

describe.each(ENGINES)("on the %s engine", (engine) => {
  let database: Database;
  let audit: AuditLog;
  const ended = operationId("ended");
  const running = operationId("run");
  openBeforeTests(engine, async (opened) => {
    database = opened;
    audit = createAuditLog(() => Promise.resolve(database));
    await seedOperation(
      database.kysely,
      { id: ended, state: "finished", finished_at: new Date() },
      { canceled: 2, denied: 1 },
    );
    await seedOperation(database.kysely, { id: running }, { waiting: 1 });
  });

  let answers: (number | "hang up")[];
  let receiver: WebhookReceiver;
  beforeAll(async () => {
    receiver = await startReceiver(() => answers.shift() ?? 200);
  });
  afterAll(() => receiver.stop());
  beforeEach(() => {
    answers = [];
    receiver.heard.length = 0;
  });

  const services = (more: Partial<WebhookServices> = {}): WebhookServices => ({
    webhook: { url: `${receiver.url}/hook?key=in-the-address`, secret: SECRET },
    audit,
    database: () => Promise.resolve(database),
    publicOrigin: "https://standdown.example.com",
    ...more,
  });
  const notify = (more: { id?: string; tries?: number; with?: Partial<WebhookServices> } = {}) =>
    notifyOperationEnd(
      services(more.with),
      { fleetId: "north", operationId: more.id ?? ended, tries: more.tries ?? 0 },
      ONGOING,
    );
  const givenUp = async () =>
    (await audit.find({ ...NO_AUDIT_FILTER, action: "webhook-told" }, null, 50)).rows;

  test("the result is sent with its counts and a link, signed so that the receiver can verify it", async () => {
    expect(await notify()).toEqual({ kind: "delivered", status: 200 });
    const { signature: signed, body } = receiver.heard[0]!;
    expect(JSON.parse(body)).toMatchObject({
      id: ended,
      fleet: "north",
      state: "finished",
      total: 3,
      counts: { canceled: 2, denied: 1, waiting: 0 },
      link: `https://standdown.example.com/north/operations/${ended}`,
    });
    const [, seconds, hash] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signed)!;
    expect(hash).toBe(createHmac("sha256", SECRET).update(`${seconds}.${body}`).digest("hex"));
    expect(Math.abs(Number(seconds) - Date.now() / 1000)).toBeLessThan(60);
    expect(body).not.toContain(SECRET);
  });

  test("the signature depends on the body and the time", () => {
    const [one, ...others] = [
      signature(SECRET, "a", 1),
      signature(SECRET, "b", 1),
      signature(SECRET, "a", 2),
    ];
    for (const other of others) expect(other.split(",")[1]).not.toBe(one.split(",")[1]);
  });

  test("without a public address the message has no link", async () => {
    await notify({ with: { publicOrigin: null } });
    expect(JSON.parse(receiver.heard[0]!.body)).toMatchObject({ link: null });
  });

  test("a webhook that fails is tried again, after longer and longer waits of up to an hour", async () => {
    answers = [500, "hang up", 302, 404];
    expect(await notify()).toEqual({ kind: "later", problem: "HTTP 500", afterSeconds: 5 });
    expect(await notify({ tries: 1 })).toMatchObject({ kind: "later", afterSeconds: 10 });
    expect(await notify({ tries: 2 })).toMatchObject({
      kind: "later",
      problem: "HTTP 302",
      afterSeconds: 20,
    });
    expect(await notify({ tries: 12 })).toMatchObject({
      kind: "later",
      problem: "HTTP 404",
      afterSeconds: 3_600,
    });
    expect(await notify({ tries: 13 })).toEqual({ kind: "delivered", status: 200 });
    expect(receiver.heard).toHaveLength(5); // and nobody was led elsewhere
    expect(await givenUp()).toEqual([]);
  });

  test("after the last try the audit log says that it was given up, and neither it nor the problem holds a secret", async () => {
    answers = ["hang up"];
    const reported = await notify({ tries: WEBHOOK_TRIES - 1 });
    expect(reported.kind).toBe("gave-up");
    const entries = await givenUp();
    expect(entries).toMatchObject([{ operationId: ended, fleetId: "north", outcome: { kind: "gave-up" } }]);
    for (const secret of [SECRET, "in-the-address"])
      expect(JSON.stringify([reported, entries])).not.toContain(secret);
  });

  test("an unreachable server is a reported reason, not an error", async () => {
    const webhook = { url: "http://127.0.0.1:9", secret: SECRET };
    expect(await notify({ with: { webhook } })).toMatchObject({ kind: "later" });
  });

  test("a try that our own stop interrupts does not count, not even as the last one", async () => {
    const before = (await givenUp()).length;
    const data = { fleetId: "north", operationId: ended, tries: WEBHOOK_TRIES - 1 };
    expect(await notifyOperationEnd(services(), data, AbortSignal.abort())).toEqual({ kind: "interrupted" });
    expect(await givenUp()).toHaveLength(before);
  });

  test("nothing is sent about an operation that still runs, or does not exist", async () => {
    expect(await notify({ id: running })).toEqual({ kind: "nothing-to-send" });
    expect(await notify({ id: operationId("nowhere") })).toEqual({ kind: "nothing-to-send" });
    expect(receiver.heard).toEqual([]);
  });
});
