import { existsSync } from "node:fs";
import * as z from "zod/mini";
import {
  type AuthSettings,
  authIssues,
  permissionList,
  roleMap,
  toAuthSettings,
} from "@/lib/server/config/auth-settings";
import {
  accountId,
  atLeastNone,
  atLeastOne,
  fleetName,
  httpUrl,
  indexShare,
  minutes,
  parseJson,
  percentOver,
  queueUrl,
  quotas,
  quotaShare,
  region,
  signingSecret,
} from "@/lib/server/config/setting-schemas";
import { renameVariables } from "./renamed-settings";

const set = <Schema extends z.ZodMiniType>(schema: Schema) =>
  z.pipe(
    z.transform((text: unknown) => (text === "" ? undefined : text)),
    z.optional(schema),
  );

const fromText = <Schema extends z.ZodMiniType<unknown, number>>(schema: Schema) =>
  z.pipe(z.coerce.number("is no number"), schema);

const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;

const quotasAsText = z.pipe(
  z.pipe(
    z.string(),
    z.transform((text) => (text === "aws" || text === "off" ? text : parseJson(text))),
  ),
  quotas,
);

/** A secret may stand in it, so no message repeats it. */
function protocolOf(address: string): string {
  return URL.canParse(address) ? new URL(address).protocol : "";
}

const postgresUrl = z
  .string()
  .check(z.refine((text) => /^postgres(ql)?:$/.test(protocolOf(text)), "is not a postgres:// address"));

/** What the commands over the store need too: they ask for no region. */
const storageSchema = z.object({
  DATA_DIR: set(z.string()),
  DATABASE_URL: set(postgresUrl),
  DATABASE_OWNER_URL: set(postgresUrl),
  AUDIT_RETENTION_DAYS: set(fromText(atLeastOne)),
});

const schema = z.extend(storageSchema, {
  AWS_REGION: set(region),
  AWS_DEFAULT_REGION: set(region),
  AWS_ENDPOINT_URL_IOT: set(httpUrl),
  AWS_ENDPOINT_URL: set(httpUrl),
  AWS_ACCOUNT_ID: set(accountId),
  FLEET_NAME: set(fleetName),
  IOT_QUOTAS: set(quotasAsText),
  QUOTA_SHARE: set(fromText(quotaShare)),
  INDEX_SHARE: set(fromText(indexShare)),
  BULK_LIMIT: set(fromText(atLeastOne)),
  SUSPEND_AT_MOST_MINUTES: set(fromText(atLeastOne)),
  STUCK_MINUTES: set(fromText(minutes)),
  WAITING_MINUTES: set(fromText(minutes)),
  AUTH_SECRET: set(
    z.string().check(z.minLength(32, "has fewer than 32 characters: take `openssl rand -hex 32`")),
  ),
  SESSION_IDLE_MINUTES: set(
    z.coerce.number().check(z.minimum(1, "is below a minute"), z.maximum(1440, "is above a day")),
  ),
  SESSION_MAX_HOURS: set(
    z.coerce.number().check(z.positive("is not above 0"), z.maximum(720, "is above 30 days")),
  ),
  OIDC_ISSUER: set(httpUrl),
  OIDC_CLIENT_ID: set(z.string()),
  OIDC_CLIENT_SECRET: set(z.string()),
  OIDC_NAME: set(z.string().check(z.maxLength(40, "has more than 40 characters"))),
  OIDC_ROLE_CLAIM: set(z.string()),
  OIDC_ROLE_MAP: set(roleMap),
  OIDC_TRUST_EMAIL: set(z.literal("1", "is set, but not to 1")),
  READ_ONLY: set(z.literal("1", "is set, but not to 1")),
  DENIED_PERMISSIONS: set(permissionList),
  FLEETS_FILE: set(z.string()),
  PUBLIC_URL: set(httpUrl),
  HOSTNAME: set(z.string()),
  TRUST_PROXY: set(z.coerce.number().check(z.int(), z.minimum(0), z.maximum(9, "is above 9 proxies"))),
  REQUESTS_PER_SECOND: set(z.coerce.number().check(z.minimum(1, "is below 1"))),
  METRICS_TOKEN: set(z.string().check(z.minLength(16, "has fewer than 16 characters: it is a password"))),
  LOG_LEVEL: set(z.enum(LOG_LEVELS, `is none of ${LOG_LEVELS.join(", ")}`)),
  EVENT_QUEUE_URL: set(queueUrl),
  ALERT_STUCK_MORE_THAN: set(fromText(atLeastNone)),
  ALERT_JOB_STUCK_PERCENT_OVER: set(fromText(percentOver)),
  ALERT_JOB_OPEN_AT_LEAST: set(fromText(atLeastOne)),
  WEBHOOK_URL: set(httpUrl),
  WEBHOOK_SECRET: set(signingSecret),
  STANDDOWN_DEMO: set(z.literal("1", "is set, but not to 1")),
});

type Variables = z.infer<typeof schema>;

/** Longer than AWS is ever away for, shorter than a night in which nobody looks. */
const SUSPEND_AT_MOST_MINUTES = 60;

export interface StorageEnv {
  /** The folder of the embedded engine, and of nothing else. */
  dataDir: string;
  /** PostgreSQL, which more than one instance needs; null: the embedded engine. */
  databaseUrl: string | null;
  /** Who owns the tables, where that is not the user of `databaseUrl`. */
  databaseOwnerUrl: string | null;
  /** After so many days entries of the audit log are dropped; null: never. */
  auditRetentionDays: number | null;
}

export interface Env extends StorageEnv {
  /** Of the one fleet of the environment; null only where a file of fleets says all. */
  region: string | null;
  /** The file of fleets; null: the one fleet of the environment. */
  fleetsFile: string | null;
  /** Null: the address that AWS has for the region. */
  endpoint: string | null;
  /** Null: learned from the first ARN that AWS answers with. */
  account: string | null;
  fleetName: string | null;
  /** Quotas of the account: AWS's defaults, none, or calls a second per API laid over the defaults. */
  quotas: "aws" | "off" | Record<string, number>;
  /** The part of each quota that the console may use, 0.05 to 1; null: the default. */
  quotaShare: number | null;
  /** The part of each quota that reading the index may use; 0: no index is read. Null: nothing was said. */
  indexShare: number | null;
  /** So many executions may be canceled at once without a right of its own; null: the default. */
  bulkLimit: number | null;
  /** How long an operation waits for AWS or for credentials before it is paused. */
  suspendAtMostMinutes: number;
  /** Of the one fleet of the environment; what is absent has its default. */
  thresholds: { stuckMinutes?: number; waitingMinutes?: number };
  /** Where the one fleet's results of operations are sent, and signed with what. */
  webhook: { url: string; secret: string } | null;
  /** The SQS queue of the one fleet's events; null: there is none. */
  eventQueueUrl: string | null;
  /** From when on that webhook is told of what is stuck; what is absent is no rule, or has its default. */
  alerts: { stuckMoreThan?: number; jobStuckPercentOver?: number; jobOpenAtLeast?: number };
  auth: AuthSettings;
  /** Where people reach the console, as an origin; null: wherever they say they do. */
  publicOrigin: string | null;
  /** Only this machine can reach the server: by HOSTNAME it listens on loopback. */
  isLoopbackOnly: boolean;
  /** How many proxies stand before us, whose X-Forwarded-… headers are then believed. */
  trustedProxies: number;
  /** What one address may ask for, in the long run. */
  requestsPerSecond: number;
  /** Null: there are no metrics to be had. */
  metricsToken: string | null;
  logLevel: (typeof LOG_LEVELS)[number];
  demo: boolean;
  /** A line for the log for each variable that was set by its old name. */
  warnings: readonly string[];
  /** `npm run dev`: the pages need a little more than they may have in production. */
  development: boolean;
}

/** Where the file of fleets is looked for when FLEETS_FILE says nothing. */
const FLEETS_FILE = "fleets.json";

/** A person who reloads a page of 250 rows asks some 60 times within a second or two: the burst is ten times this. */
const REQUESTS_PER_SECOND = 50;

/** All that is wrong with the environment, at once, one line each. */
export class EnvError extends Error {
  override name = "EnvError";
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(
      `The environment has ${faults.length === 1 ? "a fault" : `${faults.length} faults`}:\n${faults.join("\n")}`,
    );
    this.faults = faults;
  }
}

/**
 * Parses the environment.
 *
 * @param exists whether a file is there
 * @throws EnvError with every fault in it
 */
export function parseEnv(
  variables: Readonly<Record<string, string | undefined>>,
  exists: (file: string) => boolean = () => false,
): Env {
  const renamed = renameVariables(variables);
  const parsed = z.safeParse(schema, renamed.settings);
  const faults = (parsed.error?.issues ?? []).map((issue) => `- ${String(issue.path[0])} ${issue.message}`);
  faults.push(...renamed.issues);
  const fleetsFile = findFleetsFile(variables, exists);
  if (!(variables.AWS_REGION || variables.AWS_DEFAULT_REGION) && fleetsFile === null)
    faults.push("- AWS_REGION is not set. It says which region's things and jobs to show, such as eu-west-1");
  if (parsed.success)
    faults.push(
      ...storageIssues(parsed.data),
      ...(fleetsFile === null ? localFleetIssues(parsed.data) : oneFleetIssues(parsed.data)),
      ...authIssues(parsed.data, fleetsFile),
    );
  if (!parsed.success || faults.length > 0) throw new EnvError(faults);

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

/**
 * What each fleet says of itself where there is a file of fleets: beside one, such a variable would limit nothing while
 * it seems to. (Region, endpoint and AWS_ACCOUNT_ID are the AWS SDK's own names, set for other reasons too.)
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

function oneFleetIssues(env: Variables): string[] {
  return (Object.keys(OF_THE_ONE_FLEET) as (keyof typeof OF_THE_ONE_FLEET)[])
    .filter((name) => env[name] !== undefined)
    .map(
      (name) =>
        `- ${name} is for the one fleet of the environment: give each fleet its \`${OF_THE_ONE_FLEET[name]}\``,
    );
}

function localFleetIssues(env: Variables): string[] {
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
  const said = ALERT_VARIABLES.filter((name) => env[name] !== undefined);
  if (said.length > 0 && env.WEBHOOK_URL === undefined)
    return said.map((name) => `- ${name} is set, but not WEBHOOK_URL, which would be notified`);
  if (env.INDEX_SHARE === 0)
    return said.map((name) => `- ${name} is set, but INDEX_SHARE is 0, and alerts are judged by the index`);
  return [];
}

function storageIssues(env: z.infer<typeof storageSchema>): string[] {
  if (env.DATABASE_OWNER_URL === undefined || env.DATABASE_URL !== undefined) return [];
  return ["- DATABASE_OWNER_URL is set, but not DATABASE_URL, by which the console itself is to connect"];
}

function toStorageEnv(env: z.infer<typeof storageSchema>): StorageEnv {
  return {
    dataDir: env.DATA_DIR ?? "./data",
    databaseUrl: env.DATABASE_URL ?? null,
    databaseOwnerUrl: env.DATABASE_OWNER_URL ?? null,
    auditRetentionDays: env.AUDIT_RETENTION_DAYS ?? null,
  };
}

/** Where the store is, for whatever opens it. @throws EnvError */
export function getStorageEnv(): StorageEnv {
  const parsed = z.safeParse(storageSchema, process.env);
  const faults = parsed.success
    ? storageIssues(parsed.data)
    : parsed.error.issues.map((issue) => `- ${String(issue.path[0])} ${issue.message}`);
  if (!parsed.success || faults.length > 0) throw new EnvError(faults);
  return toStorageEnv(parsed.data);
}

/** `next build` runs pages up to their first awaited request: a store that they opened would be that of nobody. */
export function isBuilding(): boolean {
  return process.env.NEXT_PHASE === "phase-production-build";
}

/** The demo has its one simulated fleet, whatever lies about; others only where somebody says so. */
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
