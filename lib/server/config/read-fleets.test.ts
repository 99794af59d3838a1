import { readFileSync } from "node:fs";
import { authorize, whyDenied } from "@/lib/core/permissions/authorize";
import { describe, expect, test } from "vitest";
import { EnvError } from "@/lib/server/config/env";
import { fleetAllows, canSee, withFleetLimits } from "./fleet-limits";
import { parseFleets, readFleets } from "./read-fleets";

const QUEUE = "https://sqs.us-gov-west-1.amazonaws.com/123456789012/iot-events";
const ROLE = "arn:aws:iam::123456789012:role/standdown";

function issuesOf(fleets: unknown): readonly string[] {
  try {
    parseFleets(typeof fleets === "string" ? fleets : JSON.stringify(fleets), "fleets.json");
  } catch (error) {
    if (error instanceof EnvError) return error.issues;
    throw error;
  }
  return [];
}

describe("a file of fleets", () => {
  test("needs an id and a region for each; all else has a default", () => {
    const text = JSON.stringify([{ id: "eu", region: "eu-west-1" }]);
    expect(parseFleets(text, "fleets.json")).toEqual([
      {
        id: "eu",
        name: "eu",
        region: "eu-west-1",
        account: null,
        thresholds: {
          stuckMinutes: 60,
          waitingMinutes: 1_440,
          stuckMinutesOfJob: {},
          stuckMinutesOfType: {},
        },
        permissions: null,
        bulkLimit: 1_000,
        endpoint: null,
        stsEndpoint: null,
        readRole: null,
        cancelRole: null,
        quotas: "aws",
        webhook: null,
        eventQueueUrl: null,
        alerts: { stuckMoreThan: null, jobStuckPercentOver: null, jobOpenAtLeast: 10 },
        quotaShare: 0.8,
        indexShare: 0.3,
      },
    ]);
  });

  test("is used as it is written, and one role may serve both kinds of calls", () => {
    const [fleet] = parseFleets(
      JSON.stringify([
        {
          id: "us-kiosks",
          name: "Kiosks US",
          region: "us-gov-west-1",
          account: "123456789012",
          endpoint: "https://iot.example.com",
          stsEndpoint: "https://sts.example.com",
          role: { arn: ROLE, externalId: "x1" },
          cancelRole: { arn: `${ROLE}-cancel` },
          quotas: { CancelJobExecution: 25 },
          quotaShare: 0.5,
          bulkLimit: 250,
          thresholds: {
            stuckMinutes: 240,
            stuckMinutesOfJob: { "map-update": 600 },
            stuckMinutesOfType: { kiosk: 30 },
          },
          permissions: ["cancel-execution"],
          webhook: { url: "https://hooks.example.com/x", secret: "sixteen-or-more-characters" },
          eventQueueUrl: QUEUE,
          alerts: { stuckMoreThan: 50, jobStuckPercentOver: 20 },
        },
      ]),
      "fleets.json",
    );
    expect(fleet).toMatchObject({
      name: "Kiosks US",
      account: "123456789012",
      readRole: { arn: ROLE, externalId: "x1" },
      cancelRole: { arn: `${ROLE}-cancel`, externalId: null },
      quotas: { CancelJobExecution: 25 },
      thresholds: {
        stuckMinutes: 240,
        waitingMinutes: 1_440,
        stuckMinutesOfJob: { "map-update": 600 },
        stuckMinutesOfType: { kiosk: 30 },
      },
      bulkLimit: 250,
      permissions: ["cancel-execution"],
      webhook: { url: "https://hooks.example.com/x", secret: "sixteen-or-more-characters" },
      eventQueueUrl: QUEUE,
      alerts: { stuckMoreThan: 50, jobStuckPercentOver: 20, jobOpenAtLeast: 10 },
    });
  });

  test("lists all its issues at once, each by its place", () => {
    expect(
      issuesOf([
        { id: "eu", region: "eu-west-1", acount: "123456789012" },
        { id: "eu", region: "europe", account: 123, quotaShare: 2, bulkLimit: 0 },
        { id: "Sign In", permissions: ["delete-everything"], readRole: { arn: "arn:aws:iam::1:user/ann" } },
        { id: "users", region: "eu-west-1", endpoint: "ftp://x", thresholds: { stuckMinutes: 0 } },
        { id: "us", region: "us-east-1", account: "999999999999", role: { arn: ROLE } },
        { id: "ap", region: "ap-east-1", indexShare: 0, alerts: { stuckMoreThan: 1 } },
        { id: "sa", region: "sa-east-1", alerts: { jobStuckPercentOver: 100, stuck: 1 } },
      ]).map((line) => line.replace(/ is not the ARN.*| is none of.*/, " …")),
    ).toEqual([
      "- fleets.json:0.acount is no member of a fleet",
      "- fleets.json:1.region is not a region, such as eu-west-1",
      "- fleets.json:1.account is not a string",
      "- fleets.json:1.quotaShare is above 1, which is all of the quota",
      "- fleets.json:1.bulkLimit is below 1",
      "- fleets.json:2.id is not 1 to 63 small letters, digits and “-”",
      "- fleets.json:2.region is missing",
      "- fleets.json:2.readRole.arn …",
      "- fleets.json:2.permissions.0 …",
      "- fleets.json:3.id is an address of the console itself",
      "- fleets.json:3.endpoint is not an http(s) address",
      "- fleets.json:3.thresholds.stuckMinutes is below 1",
      "- fleets.json:4.role.arn is a role of account 123456789012, the fleet is in 999999999999",
      "- fleets.json:5.alerts has no webhook beside it to notify",
      "- fleets.json:5.alerts is judged by the index, and indexShare is 0",
      "- fleets.json:6.alerts.jobStuckPercentOver is above 99",
      "- fleets.json:6.alerts.stuck is no member of a fleet",
      "- fleets.json:6.alerts has no webhook beside it to notify",
    ]);
  });

  test.each([
    ["{", /^- fleets\.json is not JSON: /],
    ["{}", /^- fleets\.json is not an array$/],
    ["[]", /^- fleets\.json has no fleet$/],
    [
      [
        { id: "a", region: "eu-west-1" },
        { id: "a", region: "eu-west-1" },
      ],
      /:1\.id is “a” a second time$/,
    ],
    [
      [{ id: "a", region: "eu-west-1", account: "999999999999", role: { arn: ROLE } }],
      /:0\.role\.arn is a role of account 123456789012, the fleet is in 999999999999$/,
    ],
    [
      [{ id: "a", region: "eu-west-1", eventQueueUrl: `${QUEUE}.fifo` }],
      /:0\.eventQueueUrl is a FIFO queue, to which no rule of AWS IoT sends$/,
    ],
    [
      [{ id: "a", region: "eu-west-1", eventQueueUrl: QUEUE, indexShare: 0 }],
      /:0\.eventQueueUrl is of no use without an index: indexShare is 0$/,
    ],
    [
      [
        { id: "a", region: "eu-west-1", eventQueueUrl: QUEUE },
        { id: "b", region: "eu-west-2", eventQueueUrl: QUEUE },
      ],
      /:1\.eventQueueUrl is the queue of a: each would take the other's events$/,
    ],
  ])("of %j is refused", (fleets, issue) => {
    expect(issuesOf(fleets)).toEqual([expect.stringMatching(issue)]);
  });

  test("that does not exist is an issue of the environment", () => {
    expect(() => readFleets("/nowhere/fleets.json", () => undefined)).toThrow(
      /FLEETS_FILE \/nowhere\/fleets\.json .*ENOENT/,
    );
  });
});

describe("what a fleet allows", () => {
  const fleet = { name: "Kiosks", permissions: ["cancel-execution"] as const };
  const actor = { id: "1", name: "Ann", role: "admin" as const };

  test("limits everyone, and never reading or users", () => {
    expect(fleetAllows(fleet, "cancel-execution")).toBe(true);
    expect(fleetAllows(fleet, "force-cancel-execution")).toBe(false);
    expect(fleetAllows(fleet, "read")).toBe(true);
    expect(fleetAllows(fleet, "manage-users")).toBe(true);
    expect(fleetAllows({ permissions: [] }, "cancel-execution")).toBe(false);
    expect(fleetAllows({ permissions: null }, "cancel-job")).toBe(true);
  });

  test("comes on top of what is switched off for everyone, and its refusal names the fleet", () => {
    expect(withFleetLimits(actor, { name: "Kiosks", permissions: null })).toBe(actor);
    const limited = withFleetLimits({ ...actor, switchedOff: ["cancel-execution"] }, fleet);
    expect(whyDenied(limited, "cancel-execution")).toBe("switched-off");
    expect(authorize(limited, "force-cancel-execution")).toEqual({
      ok: false,
      failure: {
        kind: "forbidden",
        permission: "force-cancel-execution",
        because: "fleet-off",
        fleetName: "Kiosks",
      },
    });
    expect(authorize(limited, "read").ok).toBe(true);
  });

  test("a person of certain fleets sees those only", () => {
    expect(canSee(actor, "eu")).toBe(true);
    expect(canSee({ ...actor, fleets: ["eu"] }, "eu")).toBe(true);
    expect(canSee({ ...actor, fleets: ["eu"] }, "us")).toBe(false);
  });
});

describe("docs/configuration.md", () => {
  const page = readFileSync("docs/configuration.md", "utf8");
  const section = page.slice(page.indexOf("\n## Several fleets"), page.indexOf("\n## Users"));

  test("has an example that is a file of fleets", () => {
    const [, example] = /```json\n([^`]+)```/.exec(section)!;
    expect(issuesOf(example)).toEqual([]);
    expect(parseFleets(example!, "fleets.json")[0]!.cancelRole).toMatchObject({ externalId: "standdown" });
  });

  test("has only members that a fleet has, and all of them", () => {
    const documented = [...section.matchAll(/^\| (`[^|]*)\|/gm)].flatMap(([, cell]) =>
      [...cell!.matchAll(/`(\w+)`/g)].map(([, name]) => name!),
    );
    expect(documented.length).toBeGreaterThan(15);
    for (const name of documented) expect(issuesOf([{ [name]: {} }]).join()).not.toContain("no member");
    expect(issuesOf([{ nonsense: {} }]).join()).toContain("nonsense is no member");

    const source = readFileSync("lib/server/config/fleet-schema.ts", "utf8");
    const members = [...source.matchAll(/^ {4}(\w+)(?:,|: z\.)/gm)].map(([, name]) => name!);
    expect(members.length).toBeGreaterThan(15);
    expect(members.filter((name) => !section.includes(`\`${name}\``))).toEqual([]);
  });
});
