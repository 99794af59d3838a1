import { type Env, EnvError } from "@/lib/server/config/env";
import { BULK_LIMIT, type FleetConfig, INDEX_SHARE, QUOTA_SHARE, toAlertRules, toThresholds } from "./fleet";

/**
 * The one fleet of the environment. Its id is the region, or `demo` in the demo, so that a link to the one never opens
 * the other.
 *
 * @throws EnvError without a region
 */
export function localFleet(env: Env): FleetConfig {
  if (env.region === null) throw new EnvError(["- AWS_REGION is not set."]);
  const id = env.demo ? "demo" : env.region;
  return {
    id,
    name: env.fleetName ?? id,
    region: env.region,
    account: env.account,
    thresholds: toThresholds(env.thresholds),
    permissions: null,
    bulkLimit: env.bulkLimit ?? BULK_LIMIT,
    endpoint: env.endpoint,
    stsEndpoint: null,
    readRole: null,
    cancelRole: null,
    quotas: env.quotas,
    webhook: env.webhook,
    eventQueueUrl: env.eventQueueUrl,
    alerts: toAlertRules(env.alerts),
    quotaShare: env.quotaShare ?? QUOTA_SHARE,
    indexShare: env.indexShare ?? INDEX_SHARE,
  };
}
