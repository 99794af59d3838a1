import type { Permission } from "@/lib/core/permissions/permissions";
import type { AlertRules } from "@/lib/core/domain/alert";
import type { TriageThresholds } from "@/lib/core/domain/triage";

/** One account and region, as the console shows it. */
export interface Fleet {
  /** First segment of each URL. */
  id: string;
  name: string;
  region: string;
  /** Twelve digits, or null while nothing has told. */
  account: string | null;
  /** Null: the address that AWS has for the region. For the server alone, but in the demo. */
  endpoint: string | null;
  /** From when on an open execution counts as stuck, or as waiting too long. */
  thresholds: TriageThresholds;
  /** What may be done to it at all, beside reading; null: whatever a role allows. */
  permissions: readonly Permission[] | null;
  /** More executions than this at once need the right to `bulk-above-limit`. */
  bulkLimit: number;
  /** AWS's quota of CancelJobExecution a second; null: there is none to keep to. */
  cancelsPerSecond: number | null;
  /** The part of each quota that the console may use, 0.05 to 1. */
  quotaShare: number;
  /** The part that reading the index of open executions may use of it; 0: there is no index. */
  indexShare: number;
}

/** An IAM role that the console assumes for the person who asks. */
export interface FleetRole {
  arn: string;
  externalId: string | null;
}

/** Where the results of operations are sent, signed with a secret that both sides know. */
export interface Webhook {
  url: string;
  secret: string;
}

/** A fleet, and how to reach it. */
export interface FleetConfig extends Omit<Fleet, "cancelsPerSecond"> {
  /** Where roles are assumed; null: the region's STS, or what the AWS SDK's own variables say. */
  stsEndpoint: string | null;
  /** For calls that only read. Null: the server's own credentials. */
  readRole: FleetRole | null;
  /** For calls that change something. Null: the server's own credentials. */
  cancelRole: FleetRole | null;
  quotas: "aws" | "off" | Readonly<Record<string, number>>;
  webhook: Webhook | null;
  /** The SQS queue to which a rule of AWS IoT sends the events of its jobs; null: there is none. */
  eventQueueUrl: string | null;
  alerts: AlertRules;
}

/** Longer than a device takes for a download over a bad line, shorter than anyone waits for a kiosk. */
const STUCK_MINUTES = 60;

/** Devices that are switched off for the night take their jobs up within a day. */
const WAITING_MINUTES = 24 * 60;

/** What is said of a fleet's thresholds, over the defaults. */
export function toThresholds(said: Partial<TriageThresholds>): TriageThresholds {
  return {
    stuckMinutes: said.stuckMinutes ?? STUCK_MINUTES,
    waitingMinutes: said.waitingMinutes ?? WAITING_MINUTES,
    stuckMinutesOfJob: said.stuckMinutesOfJob ?? {},
    stuckMinutesOfType: said.stuckMinutesOfType ?? {},
  };
}

/** Fewer are a job's last, of which one that hangs is soon a large share. */
const JOB_OPEN_AT_LEAST = 10;

/** What is said of a fleet's alerts; without a rule there are none. */
export function toAlertRules(said: { [Name in keyof AlertRules]?: number }): AlertRules {
  return {
    stuckMoreThan: said.stuckMoreThan ?? null,
    jobStuckPercentOver: said.jobStuckPercentOver ?? null,
    jobOpenAtLeast: said.jobOpenAtLeast ?? JOB_OPEN_AT_LEAST,
  };
}

/** The rest is for whatever else calls AWS IoT with the account's one quota. */
export const QUOTA_SHARE = 0.8;

/** A third of the default, so that a page never waits for the index: 3 of 10 calls a second. */
export const INDEX_SHARE = 0.3;

/** Two minutes' work at AWS's quota, and more than one person sees through at a glance. */
export const BULK_LIMIT = 1_000;
