import { childEnv } from "../child-env.ts";
import { startProgram } from "../start-process.ts";
import { REGION } from "./bare-client.ts";
import { SIMULATED_CREDENTIALS } from "./simulated-credentials.ts";

/** Whether this machine has the AWS CLI. */
export async function hasAwsCli(): Promise<boolean> {
  const asking = startProgram("/bin/sh", {
    name: "The AWS CLI",
    args: ["-c", "aws --version"],
    env: childEnv(),
  });
  return (await asking.exited) === 0;
}

/**
 * Runs a shell script whose `aws` calls the emulator. Everything else is the CLI's default: its own retries, and nothing
 * of a person's set-up.
 */
export async function runAwsCli(emulatorUrl: string, script: string): Promise<void> {
  const running = startProgram("/bin/sh", {
    name: "The shell loop",
    args: ["-c", script],
    env: childEnv({
      ...SIMULATED_CREDENTIALS,
      AWS_DEFAULT_REGION: REGION,
      AWS_ENDPOINT_URL: emulatorUrl,
      AWS_PAGER: "",
    }),
  });
  if ((await running.exited) !== 0) throw new Error(`${running.name} failed:\n${running.tail()}`);
}
