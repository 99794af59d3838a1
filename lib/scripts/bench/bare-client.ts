import { IoTClient } from "@aws-sdk/client-iot";

/** The region of consoles on an emulator, which is also the id of their only fleet. */
export const REGION = "eu-west-1";

/**
 * The SDK's client with its defaults (50 connections, kept alive) and nothing of a person's AWS set-up. It makes one
 * attempt, as the console does, since a retry would hide a failure in a time; with `retries` it has the SDK's own.
 */
export function createBareClient(
  endpoint: string,
  { retries }: { retries: "none" | "default" } = { retries: "none" },
): IoTClient {
  return new IoTClient({
    region: REGION,
    endpoint,
    credentials: { accessKeyId: "emulator", secretAccessKey: "emulator" },
    // Without a mode the client looks for one in a profile. "legacy" is its default.
    ...(retries === "none" ? { maxAttempts: 1, defaultsMode: "standard" } : { defaultsMode: "legacy" }),
  });
}
