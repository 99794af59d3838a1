import type { StorageVariables, Variables } from "./env-schema";

/**
 * Variables that describe the one fleet of the environment, and the member of a fleet in the file that replaces each.
 * Beside a file of fleets such a variable would have no effect while it seems to have one. Region, endpoint and
 * AWS_ACCOUNT_ID are left out: they are the AWS SDK's own names, and set for other reasons too.
 */
const OF_THE_ONE_FLEET = {
  FLEET_NAME: "name",
  IOT_QUOTAS: "quotas",
  QUOTA_SHARE: "quotaShare",
  INDEX_SHARE: "indexShare",
  BULK_LIMIT: "bulkLimit",
  STUCK_MINUTES: "thresholds",
  WAITING_MINUTES: "thresholds",
  EVENT_QUEUE_URL: "eventQueueUrl",
  ALERT_STUCK_MORE_THAN: "alerts",
  ALERT_JOB_STUCK_PERCENT_OVER: "alerts",
  ALERT_JOB_OPEN_AT_LEAST: "alerts",
  WEBHOOK_URL: "webhook",
  WEBHOOK_SECRET: "webhook",
} as const satisfies Partial<Record<keyof Variables, string>>;

/** Variables of the one fleet that are set beside a file of fleets. */
export function oneFleetIssues(env: Variables): string[] {
  return (Object.keys(OF_THE_ONE_FLEET) as (keyof typeof OF_THE_ONE_FLEET)[])
    .filter((name) => env[name] !== undefined)
    .map(
      (name) =>
        `- ${name} is for the one fleet of the environment: give each fleet its \`${OF_THE_ONE_FLEET[name]}\``,
    );
}

/** What the variables of the one fleet say that does not fit together. */
export function localFleetIssues(env: Variables): string[] {
  return [...webhookIssues(env), ...eventQueueIssues(env), ...alertIssues(env)];
}

function webhookIssues({ WEBHOOK_URL: url, WEBHOOK_SECRET: secret }: Variables): string[] {
  if (url !== undefined && secret === undefined)
    return ["- WEBHOOK_URL is set, but not WEBHOOK_SECRET, which its messages are signed with"];
  return secret !== undefined && url === undefined ? ["- WEBHOOK_SECRET is set, but not WEBHOOK_URL"] : [];
}

function eventQueueIssues({ EVENT_QUEUE_URL: url, INDEX_SHARE: share }: Variables): string[] {
  if (url === undefined || share !== 0) return [];
  return ["- EVENT_QUEUE_URL is of no use without an index: INDEX_SHARE is 0"];
}

const ALERT_VARIABLES = [
  "ALERT_STUCK_MORE_THAN",
  "ALERT_JOB_STUCK_PERCENT_OVER",
  "ALERT_JOB_OPEN_AT_LEAST",
] as const;

function alertIssues(env: Variables): string[] {
  const given = ALERT_VARIABLES.filter((name) => env[name] !== undefined);
  if (given.length > 0 && env.WEBHOOK_URL === undefined)
    return given.map((name) => `- ${name} is set, but not WEBHOOK_URL, which would be notified`);
  if (env.INDEX_SHARE === 0)
    return given.map((name) => `- ${name} is set, but INDEX_SHARE is 0, and alerts are judged by the index`);
  return [];
}

export function storageIssues(env: StorageVariables): string[] {
  if (env.DATABASE_OWNER_URL === undefined || env.DATABASE_URL !== undefined) return [];
  return ["- DATABASE_OWNER_URL is set, but not DATABASE_URL, by which the console itself is to connect"];
}
