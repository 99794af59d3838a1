import * as z from "zod/mini";
import { ROLES } from "@/lib/auth/permissions";

const set = <Schema extends z.ZodMiniType>(schema: Schema) =>
  z.pipe(
    z.transform((text: unknown) => (text === "" ? undefined : text)),
    z.optional(schema),
  );

const region = z.string().check(z.regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "is not a region, such as eu-west-1"));
const httpUrl = z.url({ protocol: /^https?$/, error: "is not an http(s) address" });

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
  STANDDOWN_DEMO: set(z.literal("1", "is set, but not to 1")),
});

export interface Env {
  region: string;
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
  demo: boolean;
}

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

/** Parses the environment. @throws EnvError with every fault in it */
export function parseEnv(variables: Readonly<Record<string, string | undefined>>): Env {
  const parsed = z.safeParse(schema, variables);
  const faults = (parsed.error?.issues ?? []).map((issue) => `- ${String(issue.path[0])} ${issue.message}`);
  if (!(variables.AWS_REGION || variables.AWS_DEFAULT_REGION))
    faults.push("- AWS_REGION is not set. It says which region's things and jobs to show, such as eu-west-1");
  if (!parsed.success || faults.length > 0) throw new EnvError(faults);

  const env = parsed.data;
  return {
    region: (env.AWS_REGION ?? env.AWS_DEFAULT_REGION)!,
    endpoint: env.AWS_ENDPOINT_URL_IOT ?? env.AWS_ENDPOINT_URL ?? null,
    account: env.AWS_ACCOUNT_ID ?? null,
    fleetName: env.FLEET_NAME ?? null,
    quotas: env.IOT_QUOTAS ?? "aws",
    quotaShare: env.QUOTA_SHARE ?? 0.8,
    localRole: env.LOCAL_ROLE ?? "supervisor",
    demo: env.STANDDOWN_DEMO === "1",
  };
}

let parsed: Env | undefined;

/** The environment of this process, parsed once. @throws EnvError */
export function getEnv(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}
