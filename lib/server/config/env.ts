import { existsSync } from "node:fs";
import * as z from "zod/mini";
import { type AuthSettings, authIssues, toAuthSettings } from "@/lib/server/config/auth-settings";
import { envSchema, type LOG_LEVELS, storageSchema, type StorageVariables } from "./env-schema";
import { localFleetIssues, oneFleetIssues, storageIssues } from "./env-issues";
import { renameVariables } from "./renamed-settings";

/** Longer than any outage of AWS so far, shorter than a night in which nobody looks. */
const SUSPEND_AT_MOST_MINUTES = 60;

export interface StorageEnv {
  /** The folder of the embedded engine. */
  dataDir: string;
  /** The URL of PostgreSQL, which more than one instance needs; null: the embedded engine. */
  databaseUrl: string | null;
  /** The URL of the user who owns the tables, if that is not the user of `databaseUrl`. */
  databaseOwnerUrl: string | null;
  /** Days after which entries of the audit log are dropped; null: never. */
  auditRetentionDays: number | null;
}

export interface Env extends StorageEnv {
  /** Of the one fleet of the environment; null only with a file of fleets. */
  region: string | null;
  /** The file of fleets; null: the one fleet of the environment. */
  fleetsFile: string | null;
  /** Null: the address that AWS has for the region. */
  endpoint: string | null;
  /** Null: learned from the first ARN in an answer of AWS. */
  account: string | null;
  fleetName: string | null;
  /** Quotas of the account: AWS's defaults, none, or calls a second per API that replace single defaults. */
  quotas: "aws" | "off" | Record<string, number>;
  /** The share of each quota that the console may use, 0.05 to 1; null: the default. */
  quotaShare: number | null;
  /** The share of each quota that the index may use; 0: there is no index. Null: the default. */
  indexShare: number | null;
  /** Executions that may be canceled at once without a permission of its own; null: the default. */
  bulkLimit: number | null;
  /** How long an operation waits for AWS or for credentials before it is paused. */
  suspendAtMostMinutes: number;
  /** Of the one fleet of the environment; what is absent has its default. */
  thresholds: { stuckMinutes?: number; waitingMinutes?: number };
  /** Where the one fleet's notifications are sent, and the secret that signs them. */
  webhook: { url: string; secret: string } | null;
  /** The SQS queue of the one fleet's events; null: there is none. */
  eventQueueUrl: string | null;
  /** The alert rules of the one fleet. Absent: no rule, or the default. */
  alerts: { stuckMoreThan?: number; jobStuckPercentOver?: number; jobOpenAtLeast?: number };
  auth: AuthSettings;
  /** The origin at which people reach the console; null: the one that their request names. */
  publicOrigin: string | null;
  /** Only this machine can reach the server: HOSTNAME is a loopback address. */
  isLoopbackOnly: boolean;
  /** The number of proxies before the console, whose X-Forwarded-… headers are trusted. */
  trustedProxies: number;
  /** Requests that one address may send, in the long run. */
  requestsPerSecond: number;
  /** Null: metrics are off. */
  metricsToken: string | null;
  logLevel: (typeof LOG_LEVELS)[number];
  demo: boolean;
  /** A line for the log for each variable that is set under its old name. */
  warnings: readonly string[];
  /** `npm run dev`, whose pages need a weaker content security policy. */
  development: boolean;
}

/** The default of FLEETS_FILE. */
const FLEETS_FILE = "fleets.json";

/** Reloading a page of 250 rows sends some 60 requests within two seconds: the burst is ten times this rate. */
const REQUESTS_PER_SECOND = 50;

/** Every issue of the environment at once, one line each. */
export class EnvError extends Error {
  override name = "EnvError";
  readonly issues: readonly string[];

  constructor(issues: readonly string[]) {
    super(
      `The environment has ${issues.length === 1 ? "an issue" : `${issues.length} issues`}:\n${issues.join("\n")}`,
    );
    this.issues = issues;
  }
}

/**
 * Parses the environment.
 *
 * @param exists whether a file is there
 * @throws EnvError with every issue
 */
export function parseEnv(
  variables: Readonly<Record<string, string | undefined>>,
  exists: (file: string) => boolean = () => false,
): Env {
  const renamed = renameVariables(variables);
  const parsed = z.safeParse(envSchema, renamed.settings);
  const issues = (parsed.error?.issues ?? []).map((issue) => `- ${String(issue.path[0])} ${issue.message}`);
  issues.push(...renamed.issues);
  const fleetsFile = findFleetsFile(variables, exists);
  if (!(variables.AWS_REGION || variables.AWS_DEFAULT_REGION) && fleetsFile === null)
    issues.push("- AWS_REGION is not set. It says which region's things and jobs to show, such as eu-west-1");
  if (parsed.success)
    issues.push(
      ...storageIssues(parsed.data),
      ...(fleetsFile === null ? localFleetIssues(parsed.data) : oneFleetIssues(parsed.data)),
      ...authIssues(parsed.data, fleetsFile),
    );
  if (!parsed.success || issues.length > 0) throw new EnvError(issues);

  const env = parsed.data;
  return {
    ...toStorageEnv(env),
    region: env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? null,
    fleetsFile,
    endpoint: env.AWS_ENDPOINT_URL_IOT ?? env.AWS_ENDPOINT_URL ?? null,
    account: env.AWS_ACCOUNT_ID ?? null,
    fleetName: env.FLEET_NAME ?? null,
    quotas: env.IOT_QUOTAS ?? "aws",
    quotaShare: env.QUOTA_SHARE ?? null,
    indexShare: env.INDEX_SHARE ?? null,
    bulkLimit: env.BULK_LIMIT ?? null,
    suspendAtMostMinutes: env.SUSPEND_AT_MOST_MINUTES ?? SUSPEND_AT_MOST_MINUTES,
    thresholds: {
      ...(env.STUCK_MINUTES !== undefined && { stuckMinutes: env.STUCK_MINUTES }),
      ...(env.WAITING_MINUTES !== undefined && { waitingMinutes: env.WAITING_MINUTES }),
    },
    webhook:
      env.WEBHOOK_URL === undefined || env.WEBHOOK_SECRET === undefined
        ? null
        : { url: env.WEBHOOK_URL, secret: env.WEBHOOK_SECRET },
    eventQueueUrl: env.EVENT_QUEUE_URL ?? null,
    alerts: {
      ...(env.ALERT_STUCK_MORE_THAN !== undefined && { stuckMoreThan: env.ALERT_STUCK_MORE_THAN }),
      ...(env.ALERT_JOB_STUCK_PERCENT_OVER !== undefined && {
        jobStuckPercentOver: env.ALERT_JOB_STUCK_PERCENT_OVER,
      }),
      ...(env.ALERT_JOB_OPEN_AT_LEAST !== undefined && { jobOpenAtLeast: env.ALERT_JOB_OPEN_AT_LEAST }),
    },
    auth: toAuthSettings(env),
    publicOrigin: env.PUBLIC_URL === undefined ? null : new URL(env.PUBLIC_URL).origin,
    isLoopbackOnly: /^(localhost|::1|127\.\d+\.\d+\.\d+)$/.test(env.HOSTNAME ?? ""),
    trustedProxies: env.TRUST_PROXY ?? 0,
    requestsPerSecond: env.REQUESTS_PER_SECOND ?? REQUESTS_PER_SECOND,
    metricsToken: env.METRICS_TOKEN ?? null,
    logLevel: env.LOG_LEVEL ?? "info",
    demo: env.STANDDOWN_DEMO === "1",
    warnings: renamed.warnings,
    development: variables.NODE_ENV === "development",
  };
}

function toStorageEnv(env: StorageVariables): StorageEnv {
  return {
    dataDir: env.DATA_DIR ?? "./data",
    databaseUrl: env.DATABASE_URL ?? null,
    databaseOwnerUrl: env.DATABASE_OWNER_URL ?? null,
    auditRetentionDays: env.AUDIT_RETENTION_DAYS ?? null,
  };
}

/** Where the store is. @throws EnvError */
export function getStorageEnv(): StorageEnv {
  const parsed = z.safeParse(storageSchema, process.env);
  const issues = parsed.success
    ? storageIssues(parsed.data)
    : parsed.error.issues.map((issue) => `- ${String(issue.path[0])} ${issue.message}`);
  if (!parsed.success || issues.length > 0) throw new EnvError(issues);
  return toStorageEnv(parsed.data);
}

/** `next build` runs pages up to their first awaited request. A store that they opened would belong to no server. */
export function isBuilding(): boolean {
  return process.env.NEXT_PHASE === "phase-production-build";
}

/** The demo shows its one simulated fleet, and ignores a file that merely exists. */
function findFleetsFile(
  { FLEETS_FILE: file, STANDDOWN_DEMO: demo }: Readonly<Record<string, string | undefined>>,
  exists: (file: string) => boolean,
): string | null {
  return file || (!demo && exists(FLEETS_FILE) ? FLEETS_FILE : null);
}

let parsed: Env | undefined;

/** The environment of this process, parsed once. @throws EnvError */
export function getEnv(): Env {
  parsed ??= parseEnv(process.env, (file) => existsSync(/* turbopackIgnore: true */ file));
  return parsed;
}
