import { existsSync } from "node:fs";
import * as z from "zod/mini";
import { ROLES } from "@/lib/auth/permissions";

const set = <Schema extends z.ZodMiniType>(schema: Schema) =>
  z.pipe(
    z.transform((text: unknown) => (text === "" ? undefined : text)),
    z.optional(schema),
  );

const region = z.string().check(z.regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "is not a region, such as eu-west-1"));
const httpUrl = z.url({ protocol: /^https?$/, error: "is not an http(s) address" });

const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;

const quotas = z.pipe(
  z.string(),
  z.transform((text, context): "aws" | "off" | Record<string, number> => {
    if (text === "aws" || text === "off") return text;
    const parsed = z.safeParse(z.record(z.string(), z.number().check(z.positive())), parseJson(text));
    if (parsed.success) return parsed.data;
    context.issues.push({
      code: "custom",
      input: text,
      message: 'is "aws", "off", or calls a second per API as JSON, such as {"CancelJobExecution": 25}',
    });
    return z.NEVER;
  }),
);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const schema = z.object({
  AWS_REGION: set(region),
  AWS_DEFAULT_REGION: set(region),
  AWS_ENDPOINT_URL_IOT: set(httpUrl),
  AWS_ENDPOINT_URL: set(httpUrl),
  AWS_ACCOUNT_ID: set(z.string().check(z.regex(/^\d{12}$/, "is not an account of 12 digits"))),
  FLEET_NAME: set(z.string().check(z.trim(), z.minLength(1), z.maxLength(64, "has more than 64 characters"))),
  IOT_QUOTAS: set(quotas),
  QUOTA_SHARE: set(
    z.coerce
      .number()
      .check(z.minimum(0.05, "is below 0.05"), z.maximum(1, "is above 1, which is all of the quota")),
  ),
  LOCAL_ROLE: set(z.enum(ROLES, `is none of ${ROLES.join(", ")}`)),
  FLEETS_FILE: set(z.string()),
  PUBLIC_URL: set(httpUrl),
  TRUST_PROXY: set(z.literal("1", "is set, but not to 1")),
  REQUESTS_PER_SECOND: set(z.coerce.number().check(z.minimum(1, "is below 1"))),
  METRICS_TOKEN: set(z.string().check(z.minLength(16, "has fewer than 16 characters: it is a password"))),
  LOG_LEVEL: set(z.enum(LOG_LEVELS, `is none of ${LOG_LEVELS.join(", ")}`)),
  STANDDOWN_DEMO: set(z.literal("1", "is set, but not to 1")),
});

export interface Env {
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
  /** The part of each quota that the console may use, 0.05 to 1. */
  quotaShare: number;
  localRole: (typeof ROLES)[number];
  /** Where people reach the console, as an origin; null: wherever they say they do. */
  publicOrigin: string | null;
  /** Whether a proxy stands before us, whose X-Forwarded-… headers are then believed. */
  trustProxy: boolean;
  /** What one address may ask for, in the long run. */
  requestsPerSecond: number;
  /** Null: there are no metrics to be had. */
  metricsToken: string | null;
  logLevel: (typeof LOG_LEVELS)[number];
  demo: boolean;
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
  const parsed = z.safeParse(schema, variables);
  const faults = (parsed.error?.issues ?? []).map((issue) => `- ${String(issue.path[0])} ${issue.message}`);
  const fleetsFile = findFleetsFile(variables, exists);
  if (!(variables.AWS_REGION || variables.AWS_DEFAULT_REGION) && fleetsFile === null)
    faults.push("- AWS_REGION is not set. It says which region's things and jobs to show, such as eu-west-1");
  if (!parsed.success || faults.length > 0) throw new EnvError(faults);

  const env = parsed.data;
  return {
    region: env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? null,
    fleetsFile,
    endpoint: env.AWS_ENDPOINT_URL_IOT ?? env.AWS_ENDPOINT_URL ?? null,
    account: env.AWS_ACCOUNT_ID ?? null,
    fleetName: env.FLEET_NAME ?? null,
    quotas: env.IOT_QUOTAS ?? "aws",
    quotaShare: env.QUOTA_SHARE ?? 0.8,
    localRole: env.LOCAL_ROLE ?? "supervisor",
    publicOrigin: env.PUBLIC_URL === undefined ? null : new URL(env.PUBLIC_URL).origin,
    trustProxy: env.TRUST_PROXY === "1",
    requestsPerSecond: env.REQUESTS_PER_SECOND ?? REQUESTS_PER_SECOND,
    metricsToken: env.METRICS_TOKEN ?? null,
    logLevel: env.LOG_LEVEL ?? "info",
    demo: env.STANDDOWN_DEMO === "1",
  };
}

/** The demo has its one simulated fleet, whatever lies about. */
function findFleetsFile(
  { FLEETS_FILE: file, STANDDOWN_DEMO: demo }: Readonly<Record<string, string | undefined>>,
  exists: (file: string) => boolean,
): string | null {
  if (demo) return null;
  return file || (exists(FLEETS_FILE) ? FLEETS_FILE : null);
}

let parsed: Env | undefined;

/** The environment of this process, parsed once. @throws EnvError */
export function getEnv(): Env {
  parsed ??= parseEnv(process.env, (file) => existsSync(/* turbopackIgnore: true */ file));
  return parsed;
}
