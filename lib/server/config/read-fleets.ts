import { readFileSync } from "node:fs";
import { basename } from "node:path";
import * as z from "zod/mini";
import { EnvError } from "@/lib/server/config/env";
import {
  BULK_LIMIT,
  type FleetConfig,
  INDEX_SHARE,
  QUOTA_SHARE,
  type FleetRole,
  toAlertRules,
  toThresholds,
} from "./fleet";
import { type FleetEntry, fleetsSchema } from "./fleet-schema";
import { renameMembers } from "./renamed-settings";

/**
 * Reads the file of fleets.
 *
 * @param warn called with a line for each member that has its old name
 * @throws EnvError with every issue of it
 */
export function readFleets(file: string, warn: (line: string) => void): FleetConfig[] {
  let text: string;
  try {
    text = readFileSync(/* turbopackIgnore: true */ file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "cannot be read";
    throw new EnvError([`- FLEETS_FILE ${file} cannot be read (${code})`]);
  }
  return parseFleets(text, basename(file), warn);
}

/**
 * Parses a list of fleets.
 *
 * @param name the file's, which starts the line of each issue: `fleets.json:1.region is not a region`
 * @throws EnvError with every issue of it
 */
export function parseFleets(
  text: string,
  name: string,
  warn: (line: string) => void = () => undefined,
): FleetConfig[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new EnvError([`- ${name} is not JSON: ${error instanceof Error ? error.message : String(error)}`]);
  }
  const entries = Array.isArray(json)
    ? json.map((entry, index) => renameMembers(entry, `${name}:${index}.`))
    : [];
  const parsed = z.safeParse(
    fleetsSchema,
    Array.isArray(json) ? entries.map(({ settings }) => settings) : json,
    {
      reportInput: true,
    },
  );
  const issues = [
    ...entries.flatMap((entry) => entry.issues),
    ...(parsed.error?.issues ?? []).flatMap((issue) => issueLines(issue, name)),
  ];
  if (!parsed.success || issues.length > 0) throw new EnvError(issues);
  for (const line of entries.flatMap((entry) => entry.warnings)) warn(line);
  return parsed.data.map(toFleet);
}

function issueLines(issue: z.core.$ZodIssue, name: string): string[] {
  const line = (path: PropertyKey[], message: string) =>
    `- ${name}${path.length === 0 ? "" : `:${path.map(String).join(".")}`} ${message}`;
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => line([...issue.path, key], "is no member of a fleet"));
  if (issue.code === "invalid_type" && issue.input === undefined) return [line(issue.path, "is missing")];
  if (issue.code === "invalid_type") return [line(issue.path, `is not ${aOrAn(issue.expected)}`)];
  return [line(issue.path, issue.message)];
}

const aOrAn = (noun: string) => `${/^[aeio]/.test(noun) ? "an" : "a"} ${noun}`;

function toFleet(entry: FleetEntry): FleetConfig {
  return {
    id: entry.id,
    name: entry.name ?? entry.id,
    region: entry.region,
    account: entry.account ?? null,
    thresholds: toThresholds(entry.thresholds ?? {}),
    permissions: entry.permissions ?? null,
    bulkLimit: entry.bulkLimit ?? BULK_LIMIT,
    endpoint: entry.endpoint ?? null,
    stsEndpoint: entry.stsEndpoint ?? null,
    readRole: toRole(entry.readRole ?? entry.role),
    cancelRole: toRole(entry.cancelRole ?? entry.role),
    quotas: entry.quotas ?? "aws",
    webhook: entry.webhook ?? null,
    eventQueueUrl: entry.eventQueueUrl ?? null,
    alerts: toAlertRules(entry.alerts ?? {}),
    quotaShare: entry.quotaShare ?? QUOTA_SHARE,
    indexShare: entry.indexShare ?? INDEX_SHARE,
  };
}

function toRole(role: FleetEntry["role"]): FleetRole | null {
  return role ? { arn: role.arn, externalId: role.externalId ?? null } : null;
}
