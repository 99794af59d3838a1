import { DescribeThingCommand, IoTClient } from "@aws-sdk/client-iot";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type EmulatorUnderTest, MINUTE_MS, startEmulatorUnderTest } from "../testing/emulator-under-test.ts";

const ROLE = "arn:aws:iam::123456789012:role/standdown/cancel";

let aws: EmulatorUnderTest;
let sts: STSClient;

beforeAll(async () => {
  aws = await startEmulatorUnderTest();
  sts = new STSClient(aws.connection);
});
afterAll(() => aws.stop());

const assume = (more: Partial<ConstructorParameters<typeof AssumeRoleCommand>[0]> = {}) =>
  sts.send(new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: "ann@example.com", ...more }));

/** A client that signs with a session. */
async function clientOf(name: string, seconds = 3_600) {
  const { Credentials: given } = await assume({ RoleSessionName: name, DurationSeconds: seconds });
  const credentials = {
    accessKeyId: given!.AccessKeyId!,
    secretAccessKey: given!.SecretAccessKey!,
    sessionToken: given!.SessionToken!,
  };
  return { credentials, iot: new IoTClient({ ...aws.connection, credentials }) };
}

describe("AssumeRole", () => {
  test("returns keys, a token and their expiration, with the names of role and session", async () => {
    const before = Date.now();
    const answer = await assume({ DurationSeconds: 900 });
    expect(answer.AssumedRoleUser?.Arn).toBe("arn:aws:sts::123456789012:assumed-role/cancel/ann@example.com");
    expect(answer.Credentials?.AccessKeyId).toMatch(/^ASIA[A-Z0-9]{16}$/);
    const endsInMs = answer.Credentials!.Expiration!.getTime() - before;
    expect(endsInMs).toBeGreaterThan(14 * MINUTE_MS);
    expect(endsInMs).toBeLessThan(16 * MINUTE_MS);
    expect(answer.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test.each([
    [{ RoleSessionName: "a" }, /roleSessionName.*greater than or equal to 2/],
    [{ RoleSessionName: "x".repeat(65) }, /roleSessionName.*less than or equal to 64/],
    [{ RoleSessionName: "Ann Lee" }, /'Ann Lee' at 'roleSessionName'.*\[\\w\+=,\.@-\]\*/],
    [{ DurationSeconds: 899 }, /durationSeconds.*900/],
    [{ DurationSeconds: 43_201 }, /durationSeconds.*43200/],
    [{ ExternalId: "no spaces" }, /externalId/],
    [{ RoleArn: "arn:aws:iam::123456789012:user/ann" }, /is invalid/],
  ])("refuses %j as STS does", async (more, message) => {
    await expect(assume(more)).rejects.toMatchObject({
      name: "ValidationError",
      message: expect.stringMatching(message) as string,
      $metadata: { httpStatusCode: 400 },
    });
  });

  test("denies a role of another account", async () => {
    await expect(assume({ RoleArn: "arn:aws:iam::999999999999:role/other" })).rejects.toMatchObject({
      name: "AccessDenied",
      $metadata: { httpStatusCode: 403 },
    });
  });

  test("can be made to fail", async () => {
    await aws.fault({ api: "AssumeRole", kind: "throttle", count: 1 });
    await expect(assume()).rejects.toMatchObject({ name: "Throttling" });
  });
});

describe("a session", () => {
  test("is the caller identity, and the log records the session of each call", async () => {
    const { credentials, iot } = await clientOf("bob@example.com");
    const me = await new STSClient({ ...aws.connection, credentials }).send(new GetCallerIdentityCommand());
    expect(me.Arn).toBe("arn:aws:sts::123456789012:assumed-role/cancel/bob@example.com");

    const thingName = aws.name("thing");
    await aws.seed({ things: [{ name: thingName }] });
    await iot.send(new DescribeThingCommand({ thingName }));
    const { body } = await aws.control<{ calls: object[] }>("GET", `log?thingName=${thingName}`);
    expect(body.calls).toMatchObject([
      { api: "DescribeThing", sessionName: "bob@example.com", roleArn: ROLE, hasSession: true },
    ]);
  });

  test("that was never created is not recognized", async () => {
    const iot = new IoTClient({
      ...aws.connection,
      credentials: { ...aws.connection.credentials, sessionToken: "made up" },
    });
    await expect(iot.send(new DescribeThingCommand({ thingName: "any" }))).rejects.toMatchObject({
      name: "UnrecognizedClientException",
      $metadata: { httpStatusCode: 403 },
    });
  });

  test("that has expired is refused", async () => {
    const { iot } = await clientOf("eve", 900);
    await aws.advance(15 * MINUTE_MS);
    await expect(iot.send(new DescribeThingCommand({ thingName: "any" }))).rejects.toMatchObject({
      name: "ExpiredTokenException",
      $metadata: { httpStatusCode: 403 },
    });
  });
});

test("an unknown action is refused in the XML of STS", async () => {
  const response = await fetch(aws.url, {
    method: "POST",
    body: "Action=<b>&Version=2011-06-15",
    headers: {
      authorization:
        "AWS4-HMAC-SHA256 Credential=K/20260101/eu-west-1/sts/aws4_request, SignedHeaders=host, Signature=0",
    },
  });
  expect(response.status).toBe(400);
  const text = await response.text();
  expect(text).toContain("<Code>InvalidAction</Code>");
  expect(text).not.toContain("<b>");
});
