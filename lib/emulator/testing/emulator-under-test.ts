import type { DeviceUpdateResult } from "../device/device-plane.ts";
import { startEmulator, type StartOptions } from "../start-emulator.ts";
import type { Seed } from "../seed/seed-format.ts";

const ACCOUNT_START = "arn:aws:iot:eu-west-1:123456789012:";

export type Act = {
  thingName: string;
  jobId?: string;
  act: "start" | "progress" | "succeed" | "fail" | "reject" | "connect" | "disconnect";
  statusDetails?: Record<string, string>;
  stepTimeoutInMinutes?: number;
  expectedVersion?: number;
  /** disconnect: the disconnectReason that SearchIndex shows. */
  reason?: string;
};

/**
 * An emulator on a free port, and what a real SDK client needs to reach it (`new IoTClient(aws.connection)`). Retries are
 * off, so that one call is one request.
 */
export async function startEmulatorUnderTest(options: StartOptions = {}) {
  const running = await startEmulator({ quotas: "off", ...options });
  const { url, port } = running;
  const connection = {
    endpoint: url,
    region: "eu-west-1",
    credentials: { accessKeyId: "AKIDTEST", secretAccessKey: "secret" },
    maxAttempts: 1,
  };

  async function control<T = unknown>(method: string, path: string, body?: unknown) {
    const response = await fetch(`${url}/_emulator/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as T };
  }

  async function mustControl<T = unknown>(path: string, body: unknown): Promise<T> {
    const answer = await control<T>("POST", path, body);
    if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  let lastName = 0;
  return {
    url,
    port,
    emulator: running.emulator,
    connection,
    control,
    /** A name that is unique in the test file. */
    name: (stem: string) => `${stem}-${++lastName}`,
    seed: (seed: Seed) => mustControl("seed", seed),
    advance: (ms: number) => mustControl("clock", { advanceMs: ms }),
    fault: (fault: object) => mustControl("faults", fault),
    act: async (...acts: Act[]) =>
      (await mustControl<{ results: DeviceUpdateResult[] }>("device", { acts })).results,
    stop: () => running.stop(),
  };
}

export type EmulatorUnderTest = Awaited<ReturnType<typeof startEmulatorUnderTest>>;

export const arnOf = (kind: "thing" | "thinggroup" | "thingtype" | "job", name: string) =>
  `${ACCOUNT_START}${kind}/${name}`;
export const MINUTE_MS = 60_000;
