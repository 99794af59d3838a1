import * as z from "zod/mini";
import { ALERT_NOTIFICATIONS, ALERT_RULES, type OpenAlert } from "@/lib/core/domain/alert";
import type { GroupsBelow } from "@/lib/core/domain/groups-below";
import { FAILURE_SCOPES, type IndexFailure, PLAIN_CAUSES } from "@/lib/core/domain/index-failure";
import {
  type IndexAge,
  type OpenOfThing,
  type SavedView,
  TRIAGE_REASONS,
  type TriageCounts,
  type TriagedExecution,
  type TriageGroup,
} from "@/lib/core/domain/triage";
import { groupsBelowSchema } from "./groups-below";
import type { Page } from "./page";
import { textMapSchema } from "./text-map";
import { CONNECTIVITY_STATES } from "@/lib/core/domain/thing";

const date = z.coerce.date();
const when = z.nullable(date);
const count = z.int().check(z.minimum(0));

const indexFailureSchema = z.object({
  scope: z.enum(FAILURE_SCOPES),
  cause: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("denied"), action: z.nullable(z.string()) }),
    z.object({ kind: z.enum(PLAIN_CAUSES) }),
  ]),
}) satisfies z.ZodMiniType<IndexFailure>;

const indexAgeSchema = z.object({
  completeAt: when,
  oldestReadAt: when,
  newestReadAt: when,
  openExecutions: count,
  activeJobs: count,
  jobsNotRead: count,
  executionsNotRead: z.nullable(count),
  failure: z.nullable(indexFailureSchema),
  jobsRefused: count,
  refusedJobIds: z.array(z.string()),
}) satisfies z.ZodMiniType<IndexAge>;

export const triageCountsSchema = z.object({
  stuck: count,
  waiting: count,
  alerts: z.array(
    z.object({
      id: z.string(),
      rule: z.enum(ALERT_RULES),
      jobId: z.nullable(z.string()),
      threshold: count,
      beganAt: date,
      notification: z.enum(ALERT_NOTIFICATIONS),
    }) satisfies z.ZodMiniType<OpenAlert>,
  ),
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
  connectivity: z.nullable(z.enum(CONNECTIVITY_STATES)),
  versionNumber: z.nullable(z.number()),
  statusDetails: z.nullable(textMapSchema),
}) satisfies z.ZodMiniType<TriagedExecution>;

/** Null: there is no filter by group. */
const groupsBelow = z.nullable(groupsBelowSchema);

export type TriagePage<Row> = Page<Row> & { age: IndexAge; groupsBelow: GroupsBelow | null };

/** A page of Stuck, with the age of its rows. The total is a read of its own, as it takes longer. */
export const triagePageSchema = z.object({
  rows: z.array(triagedExecutionSchema),
  cursor: z.nullable(z.string()),
  readAt: date,
  age: indexAgeSchema,
  groupsBelow,
});

export const triageGroupsSchema = z.object({
  rows: z.array(
    z.object({
      key: z.string(),
      stuck: count,
      waiting: count,
      oldestSince: when,
    }) satisfies z.ZodMiniType<TriageGroup>,
  ),
  cursor: z.nullable(z.string()),
  readAt: date,
  age: indexAgeSchema,
  groupsBelow,
});

export const triageTotalSchema = z.object({ total: count, mayFit: count });

export const openOfThingsSchema = z.object({
  things: z.array(
    z.object({
      thingName: z.string(),
      open: count,
      inProgress: count,
      blockedBy: z.nullable(z.string()),
      readAt: date,
    }) satisfies z.ZodMiniType<OpenOfThing>,
  ),
});

export const savedViewsSchema = z.object({
  views: z.array(
    z.object({ id: z.string(), name: z.string(), search: z.string() }) satisfies z.ZodMiniType<SavedView>,
  ),
});
