import { launchConsole, type Launched } from "../launch.ts";

/** The demo's fleet: consoles are measured in demo mode, where one click signs in. */
export const FLEET = "demo";

/**
 * A console that nothing slows down on purpose: no quotas to keep to, no index that calls beside us, and no bound on what
 * one address may ask. What `more` says of its environment goes before that.
 */
export function launchBenchConsole(
  emulatorUrl: string,
  build: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Launched> {
  const env = {
    IOT_QUOTAS: "off",
    INDEX_SHARE: "0",
    STANDDOWN_DEMO: "1",
    REQUESTS_PER_SECOND: "10000",
    ...more,
  };
  return launchConsole({ emulatorUrl, env, build });
}
