import * as z from "zod/mini";
import {
  type IndexAge,
  TRIAGE_REASONS,
  type TriageCounts,
  type TriagedExecution,
  type TriageGroup,
} from "@/lib/domain/triage";
import { textMapSchema } from "./text-map";

const date = z.coerce.date();
const when = z.nullable(date);
const count = z.int().check(z.minimum(0));

const indexAgeSchema = z.object({
  completeAt: when,
  oldestReadAt: when,
  newestReadAt: when,
  openExecutions: count,
  activeJobs: count,
  jobsNotRead: count,
  executionsNotRead: z.nullable(count),
  failing: z.nullable(z.string()),
}) satisfies z.ZodMiniType<IndexAge>;

export const triageCountsSchema = z.object({
  stuck: count,
  waiting: count,
  age: indexAgeSchema,
}) satisfies z.ZodMiniType<TriageCounts>;

const triagedExecutionSchema = z.object({
  thingName: z.string(),
  jobId: z.string(),
  status: z.string(),
  queuedAt: when,
  startedAt: when,
  lastUpdatedAt: when,
  executionNumber: z.nullable(z.number()),
  readAt: date,
  reason: z.enum(TRIAGE_REASONS),
  since: date,
  severity: count,
  hasTimeout: z.nullable(z.boolean()),
  behind: count,
  blockedBy: z.nullable(z.string()),
  typeName: z.nullable(z.string()),
  connectivity: z.nullable(z.enum(["connected", "disconnected", "unknown"])),
  versionNumber: z.nullable(z.number()),
  statusDetails: z.nullable(textMapSchema),
}) satisfies z.ZodMiniType<TriagedExecution>;

/** A page of Stuck. Unlike AWS's lists it knows its total, and the age of what it shows. */
export const triagePageSchema = z.object({
  rows: z.array(triagedExecutionSchema),
  cursor: z.nullable(z.string()),
  readAt: date,
  total: count,
  age: indexAgeSchema,
});

export const triageGroupsSchema = z.object({
  rows: z.array(
    z.object({
      key: z.string(),
      stuck: count,
      waiting: count,
      oldestSince: when,
      open: z.nullable(count),
    }) satisfies z.ZodMiniType<TriageGroup>,
  ),
  cursor: z.nullable(z.string()),
  readAt: date,
  total: count,
  age: indexAgeSchema,
});
