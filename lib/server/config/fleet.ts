import type { Permission } from "@/lib/core/permissions/permissions";
import type { AlertRules } from "@/lib/core/domain/alert";
import type { TriageThresholds } from "@/lib/core/domain/triage";

/** One account and region, as the console shows it. */
export interface Fleet {
  /** First segment of each URL. */
  id: string;
  name: string;
  region: string;
  /** Twelve digits; null until an answer of AWS has named it. */
  account: string | null;
  /** Null: the address that AWS has for the region. Only the demo shows it to browsers. */
  endpoint: string | null;
  /** When an open execution counts as stuck, or as waiting too long. */
  thresholds: TriageThresholds;
  /** What the fleet allows at all, besides reading; null: everything that a role allows. */
  permissions: readonly Permission[] | null;
  /** More executions than this at once need the permission `bulk-above-limit`. */
  bulkLimit: number;
  /** The quota of CancelJobExecution a second; null: there is none. */
  cancelsPerSecond: number | null;
  /** The share of each quota that the console may use, 0.05 to 1. */
  quotaShare: number;
  /** The share of each quota that the open-execution index may use; 0: there is no index. */
  indexShare: number;
}

/** An IAM role that the console assumes, in a session named after the person. */
export interface FleetRole {
  arn: string;
  externalId: string | null;
}

/** Where notifications are sent, signed with a secret that both sides know. */
export interface Webhook {
  url: string;
  secret: string;
}

/** A fleet as configured, and how to reach it. */
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

/** @param said replaces the defaults */
export function toThresholds(said: Partial<TriageThresholds>): TriageThresholds {
  return {
    stuckMinutes: said.stuckMinutes ?? STUCK_MINUTES,
    waitingMinutes: said.waitingMinutes ?? WAITING_MINUTES,
    stuckMinutesOfJob: said.stuckMinutesOfJob ?? {},
    stuckMinutesOfType: said.stuckMinutesOfType ?? {},
  };
}

/** With fewer left, a single stuck one is a large share of the job. */
const JOB_OPEN_AT_LEAST = 10;

/** Without a rule there are no alerts. */
export function toAlertRules(said: { [Name in keyof AlertRules]?: number }): AlertRules {
  return {
    stuckMoreThan: said.stuckMoreThan ?? null,
    jobStuckPercentOver: said.jobStuckPercentOver ?? null,
    jobOpenAtLeast: said.jobOpenAtLeast ?? JOB_OPEN_AT_LEAST,
  };
}

/** The rest is for everything else that calls AWS IoT under the account's quota. */
export const QUOTA_SHARE = 0.8;

/** A third of the default, so that a page never waits for the index: 3 of 10 calls a second. */
export const INDEX_SHARE = 0.3;

/** Two minutes of work at AWS's quota, and more than a person can check at a glance. */
export const BULK_LIMIT = 1_000;
