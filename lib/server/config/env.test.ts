import { readFile } from "node:fs/promises";
import { afterEach, describe, expect, test, vi } from "vitest";
import { EnvError, parseEnv } from "./env";
import { localFleet } from "./local-fleet";
import { findFleetServices } from "@/lib/server/runtime/fleet-services";
import { isDemo, listFleets } from "@/lib/server/runtime/fleets";

function issuesOf(variables: Record<string, string>): readonly string[] {
  try {
    parseEnv(variables);
  } catch (error) {
    if (error instanceof EnvError) return error.issues;
    throw error;
  }
  return [];
}

/** What nothing was said of: the embedded engine, no fleets file, no proxy, sessions of an hour and half a day. */
const ELSE = {
  dataDir: "./data",
  databaseUrl: null,
  databaseOwnerUrl: null,
  auditRetentionDays: null,
  suspendAtMostMinutes: 60,
  fleetsFile: null,
  development: false,
  logLevel: "info",
  metricsToken: null,
  publicOrigin: null,
  webhook: null,
  eventQueueUrl: null,
  alerts: {},
  requestsPerSecond: 50,
  isLoopbackOnly: false,
  trustedProxies: 0,
  auth: { idleMinutes: 60, maxHours: 12, oidc: null, secret: null, switchedOff: [] },
  warnings: [],
};

describe("the environment", () => {
  test("needs a region only; all else has a default", () => {
    expect(parseEnv({ AWS_REGION: "eu-west-1", PATH: "/bin" })).toEqual({
      region: "eu-west-1",
      endpoint: null,
      account: null,
      fleetName: null,
      quotas: "aws",
      quotaShare: null,
      indexShare: null,
      bulkLimit: null,
      thresholds: {},
      demo: false,
      ...ELSE,
    });
  });

  test.each([
    ["127.0.0.1", true],
    ["::1", true],
    ["localhost", true],
    ["0.0.0.0", false],
    ["127.example.com", false],
  ])("says by HOSTNAME=%s whether only this machine can reach us: %s", (HOSTNAME, isLoopbackOnly) => {
    expect(parseEnv({ AWS_REGION: "eu-west-1", HOSTNAME })).toMatchObject({ isLoopbackOnly });
  });

  test("is taken as it is set", () => {
    expect(
      parseEnv({
        AWS_REGION: "us-gov-west-1",
        AWS_DEFAULT_REGION: "eu-west-1",
        AWS_ENDPOINT_URL_IOT: "http://localhost:4580/base",
        AWS_ENDPOINT_URL: "https://elsewhere.example.com",
        AWS_ACCOUNT_ID: "001234567890",
        FLEET_NAME: "  Kiosks EU ",
        IOT_QUOTAS: '{"CancelJobExecution": 25, "SearchIndex": 0.5}',
        QUOTA_SHARE: "0.5",
        BULK_LIMIT: "250",
        STUCK_MINUTES: "240",
        WAITING_MINUTES: "2880",
        STANDDOWN_DEMO: "1",
      }),
    ).toEqual({
      region: "us-gov-west-1",
      endpoint: "http://localhost:4580/base",
      account: "001234567890",
      fleetName: "Kiosks EU",
      quotas: { CancelJobExecution: 25, SearchIndex: 0.5 },
      quotaShare: 0.5,
      indexShare: null,
      bulkLimit: 250,
      thresholds: { stuckMinutes: 240, waitingMinutes: 2_880 },
      demo: true,
      ...ELSE,
    });
  });

  test("falls back as the AWS SDK does: the default region, the endpoint of all services", () => {
    const env = parseEnv({
      AWS_DEFAULT_REGION: "ap-southeast-2",
      AWS_ENDPOINT_URL: "https://aws.example.com",
    });
    expect(env).toMatchObject({ region: "ap-southeast-2", endpoint: "https://aws.example.com" });
  });

  test("treats an empty variable as not set", () => {
    const names = ["AWS_ENDPOINT_URL_IOT", "AWS_ACCOUNT_ID", "FLEET_NAME", "IOT_QUOTAS", "QUOTA_SHARE"];
    const empty = Object.fromEntries([...names, "STANDDOWN_DEMO"].map((name) => [name, ""]));
    expect(parseEnv({ AWS_REGION: "eu-west-1", ...empty })).toEqual(parseEnv({ AWS_REGION: "eu-west-1" }));
  });

  test("a webhook needs its secret, and no issue repeats it", () => {
    const webhook = { WEBHOOK_URL: "https://hooks.example.com/x", WEBHOOK_SECRET: "s3cret-s3cret-s3cret" };
    expect(parseEnv({ AWS_REGION: "eu-west-1", ...webhook }).webhook).toEqual({
      url: webhook.WEBHOOK_URL,
      secret: webhook.WEBHOOK_SECRET,
    });
    expect(issuesOf({ AWS_REGION: "eu-west-1", WEBHOOK_URL: webhook.WEBHOOK_URL })).toEqual([
      "- WEBHOOK_URL is set, but not WEBHOOK_SECRET, which its messages are signed with",
    ]);
    expect(issuesOf({ AWS_REGION: "eu-west-1", WEBHOOK_SECRET: webhook.WEBHOOK_SECRET })).toEqual([
      "- WEBHOOK_SECRET is set, but not WEBHOOK_URL",
    ]);
    for (const issue of issuesOf({ AWS_REGION: "x", WEBHOOK_URL: "x", WEBHOOK_SECRET: "s3cret" }))
      expect(issue).not.toContain("s3cret");
  });

  test("takes the queue of events as SQS has it, for its one fleet, and not without an index", () => {
    const EVENT_QUEUE_URL = "https://sqs.eu-west-1.amazonaws.com/123456789012/iot-events";
    const one = { AWS_REGION: "eu-west-1", EVENT_QUEUE_URL };
    expect(parseEnv(one).eventQueueUrl).toBe(EVENT_QUEUE_URL);
    for (const wrong of [
      "iot-events",
      "https://sqs.eu-west-1.amazonaws.com/iot-events",
      "ftp://x/123456789012/q",
    ])
      expect(issuesOf({ ...one, EVENT_QUEUE_URL: wrong })).toHaveLength(1);
    expect(issuesOf({ ...one, EVENT_QUEUE_URL: `${EVENT_QUEUE_URL}.fifo` })).toEqual([
      "- EVENT_QUEUE_URL is a FIFO queue, to which no rule of AWS IoT sends",
    ]);
    expect(issuesOf({ ...one, INDEX_SHARE: "0" })).toEqual([
      "- EVENT_QUEUE_URL is of no use without an index: INDEX_SHARE is 0",
    ]);
  });

  test("alerts need a webhook to notify and an index to judge by", () => {
    const fleet = { AWS_REGION: "eu-west-1", ALERT_STUCK_MORE_THAN: "50" };
    const webhook = { WEBHOOK_URL: "https://hooks.example.com/x", WEBHOOK_SECRET: "s3cret-s3cret-s3cret" };
    expect(parseEnv({ ...fleet, ...webhook, ALERT_JOB_STUCK_PERCENT_OVER: "20" }).alerts).toEqual({
      stuckMoreThan: 50,
      jobStuckPercentOver: 20,
    });
    expect(issuesOf(fleet)).toEqual([
      "- ALERT_STUCK_MORE_THAN is set, but not WEBHOOK_URL, which would be notified",
    ]);
    expect(issuesOf({ ...fleet, ...webhook, INDEX_SHARE: "0" })).toEqual([
      expect.stringMatching(/^- ALERT_STUCK_MORE_THAN is set, but INDEX_SHARE is 0/),
    ]);
    expect(issuesOf({ ...fleet, ...webhook, ALERT_JOB_STUCK_PERCENT_OVER: "100" })).toEqual([
      "- ALERT_JOB_STUCK_PERCENT_OVER is above 99",
    ]);
  });

  test("refuses variables of the one fleet beside a file of fleets, where they would have no effect", () => {
    const ofOneFleet = {
      FLEET_NAME: "Kiosks",
      IOT_QUOTAS: "off",
      QUOTA_SHARE: "0.5",
      INDEX_SHARE: "0",
      BULK_LIMIT: "250",
      STUCK_MINUTES: "240",
      WAITING_MINUTES: "2880",
      EVENT_QUEUE_URL: "https://sqs.eu-west-1.amazonaws.com/123456789012/iot-events",
      ALERT_STUCK_MORE_THAN: "50",
      ALERT_JOB_STUCK_PERCENT_OVER: "20",
      ALERT_JOB_OPEN_AT_LEAST: "2",
      WEBHOOK_URL: "https://hooks.example.com/x",
      WEBHOOK_SECRET: "s3cret-s3cret-s3cret",
    };
    const issues = issuesOf({ FLEETS_FILE: "fleets.json", ...ofOneFleet });
    expect(issues.map((issue) => /^- (\w+) is for the one fleet/.exec(issue)?.[1])).toEqual(
      Object.keys(ofOneFleet),
    );
    expect(issues[4]).toBe(
      "- BULK_LIMIT is for the one fleet of the environment: give each fleet its `bulkLimit`",
    );
    // The AWS SDK's own variables may be set for other reasons.
    const ofTheSdk = {
      AWS_REGION: "eu-west-1",
      AWS_ACCOUNT_ID: "123456789012",
      AWS_ENDPOINT_URL: "http://x",
    };
    expect(issuesOf({ FLEETS_FILE: "fleets.json", ...ofTheSdk })).toEqual([]);
  });

  test("lists every issue at once, each with its variable", () => {
    const issues = issuesOf({
      AWS_REGION: "Ireland",
      AWS_ENDPOINT_URL_IOT: "localhost:4580",
      AWS_ACCOUNT_ID: "12",
      FLEET_NAME: "x".repeat(65),
      IOT_QUOTAS: "lots",
      QUOTA_SHARE: "80%",
      STANDDOWN_DEMO: "yes",
    });
    expect(issues.map((issue) => /^- (\w+) /.exec(issue)?.[1])).toEqual([
      "AWS_REGION",
      "AWS_ENDPOINT_URL_IOT",
      "AWS_ACCOUNT_ID",
      "FLEET_NAME",
      "IOT_QUOTAS",
      "QUOTA_SHARE",
      "STANDDOWN_DEMO",
    ]);
    for (const issue of issues) expect(issue).not.toMatch(/undefined|\[object/);
  });

  test("lists a missing region beside the other issues, and counts them", () => {
    expect(() => parseEnv({ QUOTA_SHARE: "2" })).toThrow(
      /^The environment has 2 issues:\n- QUOTA_SHARE is above 1, which is all of the quota\n- AWS_REGION is not set/,
    );
    expect(() => parseEnv({})).toThrow(/^The environment has an issue:\n- AWS_REGION is not set/);
  });

  test.each([
    ["IOT_QUOTAS", '{"CancelJobExecution": 0}'],
    ["IOT_QUOTAS", '{"CancelJobExecution": -1}'],
    ["IOT_QUOTAS", '{"CancelJobExecution": "10"}'],
    ["IOT_QUOTAS", "[10]"],
    ["IOT_QUOTAS", "10"],
    ["IOT_QUOTAS", "{"],
    ["QUOTA_SHARE", "0"],
    ["QUOTA_SHARE", "1.01"],
    ["QUOTA_SHARE", " "],
    ["BULK_LIMIT", "0"],
    ["BULK_LIMIT", "1.5"],
    ["BULK_LIMIT", "many"],
    ["STUCK_MINUTES", "0"],
    ["WAITING_MINUTES", "525601"],
    ["AWS_ENDPOINT_URL", "ftp://example.com"],
    ["AWS_ACCOUNT_ID", "1234567890123"],
    ["AWS_DEFAULT_REGION", "eu-west"],
    ["FLEET_NAME", "   "],
  ])("refuses %s=%s", (name, text) => {
    const issues = issuesOf({ AWS_REGION: "eu-west-1", [name]: text });
    expect(issues).toEqual([expect.stringMatching(`^- ${name} `)]);
  });

  test("says of a text that is no number that it is none", () => {
    const words = {
      QUOTA_SHARE: "80%",
      BULK_LIMIT: "many",
      STUCK_MINUTES: "1h",
      ALERT_STUCK_MORE_THAN: "few",
    };
    expect(issuesOf({ AWS_REGION: "eu-west-1", ...words })).toEqual(
      Object.keys(words).map((name) => `- ${name} is no number`),
    );
  });

  test.each(["us-east-1", "ap-northeast-3", "us-gov-east-1", "cn-north-1", "us-iso-east-1", "mx-central-1"])(
    "knows the region %s when it sees it",
    (region) => {
      expect(issuesOf({ AWS_REGION: region })).toEqual([]);
    },
  );
});

describe("the fleet", () => {
  const base = { AWS_REGION: "eu-west-1" };

  test.each([
    [{}, { id: "eu-west-1", name: "eu-west-1", region: "eu-west-1", account: null }],
    [{ FLEET_NAME: "Kiosks" }, { id: "eu-west-1", name: "Kiosks", region: "eu-west-1", account: null }],
    [
      {
        STANDDOWN_DEMO: "1",
        AWS_ENDPOINT_URL_IOT: "http://127.0.0.1:4580",
        AWS_ACCOUNT_ID: "123456789012",
      },
      { id: "demo", name: "demo", region: "eu-west-1", account: "123456789012" },
    ],
  ])("of %j", (variables, fleet) => {
    expect(localFleet(parseEnv({ ...base, ...variables }))).toMatchObject(fleet);
  });
});

describe("the services", () => {
  afterEach(() => vi.unstubAllEnvs());

  test("are those of the environment's one fleet, made once", () => {
    vi.stubEnv("AWS_REGION", "eu-west-1");
    vi.stubEnv("STANDDOWN_DEMO", "1");
    vi.stubEnv("FLEET_NAME", "Kiosks");
    vi.stubEnv("AWS_ENDPOINT_URL_IOT", "http://127.0.0.1:9");
    const actor = { id: "1", name: "A", role: "viewer" as const };
    const services = findFleetServices("demo", actor);
    expect(listFleets(actor)).toMatchObject([
      { id: "demo", name: "Kiosks", region: "eu-west-1", account: null },
    ]);
    expect(services?.fleet.name).toBe("Kiosks");
    expect(findFleetServices("demo", actor)?.fleet).toBe(services?.fleet);
    expect(findFleetServices("eu-west-1", actor)).toBeNull();
    expect(findFleetServices("__proto__", actor)).toBeNull();
    expect(listFleets({ ...actor, fleets: ["another"] })).toEqual([]);
    expect(findFleetServices("demo", { ...actor, fleets: ["another"] })).toBeNull();
    expect(isDemo()).toBe(true);
  });
});

describe("the store", () => {
  const storeOf = (variables: Record<string, string>) => {
    const { dataDir, databaseUrl, auditRetentionDays } = parseEnv({ AWS_REGION: "eu-west-1", ...variables });
    return { dataDir, databaseUrl, auditRetentionDays };
  };

  test("is embedded, in a folder beside the console, and keeps the audit log for ever", () => {
    expect(storeOf({})).toEqual({ dataDir: "./data", databaseUrl: null, auditRetentionDays: null });
  });

  test("is what it is set to", () => {
    const url = "postgres://ada:secret@db.example.com/standdown";
    expect(
      storeOf({
        DATA_DIR: "/srv/d",
        DATABASE_URL: url,
        AUDIT_RETENTION_DAYS: "400",
        AUTH_SECRET: "s".repeat(64),
      }),
    ).toEqual({
      dataDir: "/srv/d",
      databaseUrl: url,
      auditRetentionDays: 400,
    });
  });

  test("takes an owner of the tables beside the console's own user, and not without one", () => {
    const both = {
      DATABASE_URL: "postgres://console@db/standdown",
      DATABASE_OWNER_URL: "postgres://owner@db/standdown",
      AUTH_SECRET: "0123456789abcdef0123456789abcdef",
    };
    expect(parseEnv({ AWS_REGION: "eu-west-1", ...both }).databaseOwnerUrl).toBe(both.DATABASE_OWNER_URL);
    const { DATABASE_OWNER_URL } = both;
    expect(issuesOf({ AWS_REGION: "eu-west-1", DATABASE_OWNER_URL }).join()).toContain("not DATABASE_URL");
  });

  test.each([
    { DATABASE_URL: "mysql://db" },
    { DATABASE_OWNER_URL: "mysql://db" },
    { AUDIT_RETENTION_DAYS: "0" },
    { AUDIT_RETENTION_DAYS: "1.5" },
  ])("is refused as %j", (variables) => {
    expect(() => storeOf({ ...variables } as never)).toThrow(Object.keys(variables)[0]);
  });
});

describe("docs/configuration.md", () => {
  /** Read by npm's scripts and by the tests, not by the console. */
  const OTHERS = [
    "CHROMIUM_PATH",
    "EMULATOR_PORT",
    "NEXT_SERVER_ACTIONS_ENCRYPTION_KEY",
    "PORT",
    "STANDDOWN_CONTRACT_REAL",
  ];

  test("has each variable in its tables, once", async () => {
    const [source, page] = await Promise.all([
      readFile("lib/server/config/env-schema.ts", "utf8"),
      readFile("docs/configuration.md", "utf8"),
    ]);
    const parsed = [...source.matchAll(/^ {2}([A-Z][A-Z_]+): set\(/gm)].map(([, name]) => name);
    const firstCells = [...page.matchAll(/^\| (`[^|]*)\|/gm)].map(([, cell]) => cell!);
    const documented = firstCells.flatMap((cell) =>
      [...cell.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name]) => name),
    );
    expect(parsed.length).toBeGreaterThan(40);
    expect(documented.sort()).toEqual([...parsed, ...OTHERS].sort());
  });
});
