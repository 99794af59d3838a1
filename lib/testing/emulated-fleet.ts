import { type EmulatorOptions, launchEmulator } from "../scripts/launch.ts";
import { EmulatorClient } from "./emulator-client";
import type { LoggedCall } from "./emulator-log";

/** One call of AWS as the emulator's log has it. */
export type AwsCall = LoggedCall & {
  /** The number of the entry: later calls have greater ones. */
  seq: number;
  expectedVersion?: number;
  /** Epoch ms, by the emulator's clock, when it was answered. */
  at: number;
  requestId: string;
};

/** An emulator in a process of its own, for tests of what speaks AWS's HTTP. */
export type EmulatedFleet = {
  url: string;
  emulator: EmulatorClient;
  /** For `createIotGateway`: this endpoint, and no pacing. */
  config: { region: string; endpoint: string; quotas: "off"; quotaShare: number };
  /** A name that no other test of the file has. */
  name: (stem: string) => string;
  /** The calls of AWS that `action` made, in the order in which they were answered. */
  callsOf: (action: () => Promise<unknown>) => Promise<AwsCall[]>;
  stop: () => Promise<void>;
};

/** Starts one, and points the SDK's default credentials at nothing that is real. */
export async function startEmulatedFleet(options: EmulatorOptions = {}): Promise<EmulatedFleet> {
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: "emulator",
    AWS_SECRET_ACCESS_KEY: "emulator",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  });
  const { url, stop } = await launchEmulator(options);
  const emulator = new EmulatorClient(url);
  const readLog = async (since: number) =>
    (await emulator.log(since)) as { calls: AwsCall[]; lastSeq: number };
  let names = 0;
  return {
    url,
    emulator,
    config: { region: "eu-west-1", endpoint: url, quotas: "off", quotaShare: 1 },
    name: (stem) => `${stem}-${++names}`,
    callsOf: async (action) => {
      const { lastSeq } = await readLog(0);
      await action();
      return (await readLog(lastSeq)).calls;
    },
    stop,
  };
}
