import * as controlPlane from "@aws-sdk/client-iot";
import * as devicePlane from "@aws-sdk/client-iot-jobs-data-plane";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readCalls } from "../testing/queued-execution.ts";
import { startEmulatorUnderTest, type EmulatorUnderTest } from "../testing/emulator-under-test.ts";
import { CONTROL_PLANE } from "../control-plane/control-plane.ts";
import { DEVICE_PLANE } from "../device/device-operations.ts";

/** An operation as the SDK's schemas describe it. */
type Known = { api: string; command: string; http: [string, string]; members: string[]; required: string[] };

const IMPLEMENTED = [...CONTROL_PLANE, ...DEVICE_PLANE];
const isImplemented = (name: string) => IMPLEMENTED.some(({ api }) => api === name);

/** The kinds of SDK schema that this test reads. */
const STRUCTURE = 3;
const OPERATION = 9;

const planes = [
  { prefix: "", module: controlPlane as Record<string, unknown> },
  { prefix: "Device:", module: devicePlane as Record<string, unknown> },
];
const operations = planes.flatMap(({ prefix, module }) =>
  Object.values(module).flatMap((schema): Known[] => {
    if (!Array.isArray(schema) || schema[0] !== OPERATION) return [];
    const [, , name, traits, readInput] = schema as [
      number,
      string,
      string,
      { http: [string, string] },
      () => unknown,
    ];
    const input = readInput();
    const [members, requiredCount] =
      Array.isArray(input) && input[0] === STRUCTURE
        ? [input[4] as string[], (input[6] as number | undefined) ?? 0]
        : [[], 0];
    const labels = members.filter((member) => new RegExp(`\\{${member}\\+?\\}`).test(traits.http[1]));
    const required = [...new Set([...members.slice(0, requiredCount), ...labels])];
    return [{ api: prefix + name, command: `${name}Command`, http: traits.http, members, required }];
  }),
);

let aws: EmulatorUnderTest;
const clients = new Map<string, { send(command: unknown): Promise<unknown> }>();
beforeAll(async () => {
  aws = await startEmulatorUnderTest();
  clients.set("", new controlPlane.IoTClient(aws.connection));
  clients.set("Device:", new devicePlane.IoTJobsDataPlaneClient(aws.connection));
});
afterAll(() => aws.stop());

/** A value that is valid for nearly every member. Where it is invalid the call is refused, which is an answer too. */
const valueOf = (member: string): unknown => {
  if (/^(expires|executionNumber|numberOf|ttl)/.test(member)) return 1;
  if (/s$/.test(member) && !/(status|Address|alias)/i.test(member)) return ["abc"];
  return /(Config|Payload|Parameters|Properties|Type|Criteria|Window|Source|Document)$/.test(member)
    ? {}
    : "abc";
};

async function send({
  api,
  command,
  required,
}: Known): Promise<{ status: number; name?: string; message?: string }> {
  const prefix = api.startsWith("Device:") ? "Device:" : "";
  const { module } = planes.find((plane) => plane.prefix === prefix)!;
  const Command = module[command] as new (input: object) => unknown;
  const input = Object.fromEntries(required.map((member) => [member, valueOf(member)]));
  try {
    await clients.get(prefix)!.send(new Command(input));
    return { status: 200 };
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { status: $metadata?.httpStatusCode ?? 0, name, message };
  }
}

test("the SDK knows more than 250 operations of the two services", () => {
  expect(operations.length).toBeGreaterThan(250);
});

describe("an operation of the model", () => {
  test.each(operations)("$api is implemented or refused by its name", async (known) => {
    const answer = await send(known);
    const [call] = (await readCalls(aws, `api=${known.api}`)).slice(-1);
    if (isImplemented(known.api)) {
      expect(answer.name).not.toBe("NotImplementedByEmulator");
      expect(answer.status).toBeGreaterThanOrEqual(200);
      if (answer.status === 200) expect(call).toMatchObject({ hasActed: true });
    } else {
      expect(answer).toMatchObject({ status: 400, name: "NotImplementedByEmulator" });
      expect(answer.message).toContain(known.api);
      expect(call).not.toHaveProperty("hasActed");
    }
  });

  test.each(operations.filter(({ api }) => isImplemented(api)))(
    "$api has the place and all the members of the model",
    ({ api, http, members }) => {
      const operation = IMPLEMENTED.find((one) => one.api === api)!;
      expect([operation.method, operation.path]).toEqual(http.slice(0, 2));
      // An unread member would be accepted and ignored.
      expect([...operation.members].sort()).toEqual([...members].sort());
    },
  );
});

test("every implemented operation is in a model", () => {
  const names = new Set(operations.map(({ api }) => api));
  expect(IMPLEMENTED.filter(({ api }) => !names.has(api))).toEqual([]);
});
