import { type Env, EnvError } from "@/lib/server/config/env";
import type { FleetConfig } from "@/lib/server/config/fleet";
import { isLoopbackUrl } from "@/lib/server/config/loopback-url";
import { AWS_QUOTAS } from "@/lib/server/iot/quotas";

/**
 * Checks the fleets for what `config` cannot check: the names of the quotas, and that the demo reaches no fleet of AWS.
 *
 * @throws EnvError with every issue of every fleet
 */
export function requireValidFleets(
  configs: readonly FleetConfig[],
  env: Pick<Env, "demo" | "fleetsFile">,
): void {
  const issues = configs.flatMap((config) => [
    ...findUnknownQuotas(config, env.fleetsFile === null ? "IOT_QUOTAS" : `The fleet ${config.id}`),
    ...(env.demo ? findRealFleet(config) : []),
  ]);
  if (issues.length > 0) throw new EnvError(issues);
}

/** Finds quotas of unknown APIs. If an API's name is misspelled, its quota would silently keep the default. */
function findUnknownQuotas({ quotas }: FleetConfig, where: string): string[] {
  if (typeof quotas === "string") return [];
  const unknown = Object.keys(quotas).filter((api) => !Object.hasOwn(AWS_QUOTAS, api));
  const known = Object.keys(AWS_QUOTAS).join(", ");
  return unknown.map((api) => `- ${where} names ${api}, which is none of ${known}`);
}

/** In the demo everyone signs in with one click, so it must not reach a fleet of AWS. */
function findRealFleet({ id, endpoint, eventQueueUrl }: FleetConfig): string[] {
  const isSimulated = endpoint !== null && isLoopbackUrl(endpoint);
  if (isSimulated && (eventQueueUrl === null || isLoopbackUrl(eventQueueUrl))) return [];
  return [
    `- STANDDOWN_DEMO is set, but the fleet ${id} is not a simulated one at a loopback address. Unset it`,
  ];
}
