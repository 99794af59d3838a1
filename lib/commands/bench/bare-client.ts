import { IoTClient } from "@aws-sdk/client-iot";

/** The region that consoles on an emulator are started with; it is also the id of their one fleet. */
export const REGION = "eu-west-1";

/**
 * The SDK's client as it comes, which keeps connections alive and has 50 of them, with nothing of this person's AWS
 * set-up. One attempt, as the console has it: a retry would hide a fault in a time.
 */
export function createBareClient(endpoint: string): IoTClient {
  return new IoTClient({
    region: REGION,
    endpoint,
    credentials: { accessKeyId: "emulator", secretAccessKey: "emulator" },
    maxAttempts: 1,
    defaultsMode: "standard", // else it looks for a profile that names one
  });
}
