import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CONTROL_PLANE } from "./control-plane/control-plane.ts";
import { startEmulatorUnderTest, type EmulatorUnderTest } from "./testing/emulator-under-test.ts";

const run = promisify(execFile);
const DRIVE = fileURLToPath(new URL("boto3-drive.py", import.meta.url));
const MODEL_DRIVE = fileURLToPath(new URL("model-drive.py", import.meta.url));
/** The version of the model behind our shapes (facts, [M]). Later ones may have members that we lack. */
const MODEL_VERSION = "1.43.11";
/** Python and its SDK may take seconds to start on a busy machine. */
const TIMEOUT_MS = 120_000;

async function lacks(command: string, ...args: string[]): Promise<boolean> {
  return run(command, args).then(
    () => false,
    () => true,
  );
}

const lacksBoto3 = await lacks("python3", "-c", "import boto3");
const lacksCli = await lacks("aws", "--version");

const textLike = (pattern: RegExp): unknown => expect.stringMatching(pattern);

let aws: EmulatorUnderTest;
beforeAll(async () => {
  aws = await startEmulatorUnderTest();
});
afterAll(() => aws.stop());

describe("AWS's own tools", () => {
  test("boto3 works on the emulator as on the service", { timeout: TIMEOUT_MS }, async (context) => {
    if (lacksBoto3) context.skip("there is no python3 with boto3 on this machine");
    const { stdout } = await run("python3", [DRIVE, aws.url]);
    expect(JSON.parse(stdout)).toEqual({
      document: '{"a":1}',
      executions: 3,
      things: ["boto:0", "boto:1", "boto:2"],
      queued_year: new Date(aws.emulator.world.clock.now()).getFullYear(),
      has_started: false,
      version_conflict: ["VersionConflictException", 409],
      canceled: { detailsMap: { by: "boto" } },
      canceled_twice: ["InvalidStateTransitionException", 409],
      started: ["IN_PROGRESS", '{"a":1}'],
      needs_force: ["InvalidStateTransitionException", 409],
      force_canceled: true,
      device_refused: ["InvalidStateTransitionException", 409],
      job: "COMPLETED",
      bad_name: ["InvalidRequestException", 400],
      missing: ["ResourceNotFoundException", 404],
      no_index: ["ResourceNotFoundException", 404],
      found: ["boto:0", "boto:1", "boto:2"],
      endpoint: textLike(/\.jobs\.iot\.eu-west-1\.amazonaws\.com$/),
    });
  });

  test(
    "every constraint of the service models holds in the emulator",
    { timeout: TIMEOUT_MS },
    async (context) => {
      const version = `import botocore; assert botocore.__version__ == "${MODEL_VERSION}"`;
      if (await lacks("python3", "-c", version)) context.skip(`there is no botocore ${MODEL_VERSION} here`);
      const apis = CONTROL_PLANE.map(({ api }) => api);
      const { stdout } = await run("python3", [MODEL_DRIVE, aws.url, ...apis]);
      const { sent, let_through } = JSON.parse(stdout) as { sent: number; let_through: string[] };
      expect(let_through).toEqual([]);
      expect(sent).toBeGreaterThan(400);
    },
  );

  test("the AWS CLI works on the emulator as on the service", { timeout: TIMEOUT_MS }, async (context) => {
    if (lacksCli) context.skip("there is no AWS CLI on this machine");
    await aws.seed({
      things: [{ name: "cli:1" }],
      jobs: [{ jobId: "cli-job", targets: { things: ["cli:1"] }, executions: "queued" }],
    });
    const cli = (...args: string[]) =>
      // Through `env`, which adds to the environment without reading it here.
      run("env", [
        "AWS_ACCESS_KEY_ID=AKIDCLI",
        "AWS_SECRET_ACCESS_KEY=x",
        "AWS_MAX_ATTEMPTS=1",
        "aws",
        ...["--endpoint-url", aws.url, "--region", "eu-west-1", "--output", "json"],
        ...args,
      ]);
    const ref = ["--thing-name", "cli:1", "--job-id", "cli-job"];
    await cli("iot", "cancel-job-execution", ...ref, "--status-details", "by=cli", "--expected-version", "1");
    const { stdout } = await cli("iot", "describe-job-execution", ...ref);
    expect(JSON.parse(stdout)).toMatchObject({
      execution: { status: "CANCELED", statusDetails: { detailsMap: { by: "cli" } } },
    });
    await expect(cli("iot", "cancel-job-execution", ...ref, "--force")).rejects.toMatchObject({
      stderr: textLike(/\(InvalidStateTransitionException\)/),
    });
  });
});
