import { IoTClient } from "@aws-sdk/client-iot";

/** The region that consoles on an emulator are started with; it is also the id of their one fleet. */
export const REGION = "eu-west-1";

/**
 * The SDK's client as it comes, which keeps connections alive and has 50 of them, with nothing of this person's AWS
 * set-up. One attempt, as the console has it: a retry would hide a fault in a time. Unless its own retries are what is measured.
 */
export function createBareClient(
  endpoint: string,
  { retries }: { retries: "none" | "default" } = { retries: "none" },
): IoTClient {
  return new IoTClient({
    region: REGION,
    endpoint,
    credentials: { accessKeyId: "emulator", secretAccessKey: "emulator" },
    // Without a mode it looks for a profile that names one; "legacy" is what it then has.
    ...(retries === "none" ? { maxAttempts: 1, defaultsMode: "standard" } : { defaultsMode: "legacy" }),
  });
}
