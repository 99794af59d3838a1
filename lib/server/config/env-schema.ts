import * as z from "zod/mini";
import { permissionList, roleMap } from "@/lib/server/config/auth-settings";
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

const set = <Schema extends z.ZodMiniType>(schema: Schema) =>
  z.pipe(
    z.transform((text: unknown) => (text === "" ? undefined : text)),
    z.optional(schema),
  );

const fromText = <Schema extends z.ZodMiniType<unknown, number>>(schema: Schema) =>
  z.pipe(z.coerce.number("is no number"), schema);

export const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;

const quotasAsText = z.pipe(
  z.pipe(
    z.string(),
    z.transform((text) => (text === "aws" || text === "off" ? text : parseJson(text))),
  ),
  quotas,
);

/** The address may contain a secret, so no message repeats it. */
function protocolOf(address: string): string {
  return URL.canParse(address) ? new URL(address).protocol : "";
}

const postgresUrl = z
  .string()
  .check(z.refine((text) => /^postgres(ql)?:$/.test(protocolOf(text)), "is not a postgres:// address"));

/** The variables that commands on the store read too. They need no region. */
export const storageSchema = z.object({
  DATA_DIR: set(z.string()),
  DATABASE_URL: set(postgresUrl),
  DATABASE_OWNER_URL: set(postgresUrl),
  AUDIT_RETENTION_DAYS: set(fromText(atLeastOne)),
});

/** Every variable that the console reads. An empty one counts as not set. */
export const envSchema = z.extend(storageSchema, {
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

export type StorageVariables = z.infer<typeof storageSchema>;
export type Variables = z.infer<typeof envSchema>;
