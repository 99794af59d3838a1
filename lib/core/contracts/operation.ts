import * as z from "zod/mini";
import {
  ITEM_OUTCOMES,
  ITEM_STATES,
  type ItemNote,
  type Operation,
  OPERATION_STATES,
  type OperationItem,
  type OperationMention,
  type OperationPace,
  type OpenOperations,
  type RunnerFailure,
  PAUSE_CAUSES,
  SUSPENSION_CAUSES,
} from "@/lib/core/domain/operation";
import type { AwsTarget } from "@/lib/core/domain/execution";
import { requestedSelectorSchema } from "./cancel-selector";
import { pageSchema } from "./page";
import { textMapSchema } from "./text-map";

const count = z.int().check(z.minimum(0));
const date = z.coerce.date();

export const awsTargetSchema = z.object({
  region: z.string(),
  account: z.nullable(z.string()),
  endpoint: z.nullable(z.string()),
}) satisfies z.ZodMiniType<AwsTarget>;

export const operationSchema = z.object({
  id: z.string(),
  fleetId: z.string(),
  question: requestedSelectorSchema,
  order: z.object({
    force: z.boolean(),
    statusDetails: textMapSchema,
    keepDeviceDetails: z.boolean(),
    evenIfProgressed: z.boolean(),
    reason: z.string(),
  }),
  by: z.object({ id: z.string(), name: z.string(), email: z.nullable(z.string()), role: z.string() }),
  state: z.enum(OPERATION_STATES),
  stopCause: z.nullable(z.enum(["asked", "lost-right"])),
  pauseCause: z.nullable(z.enum(PAUSE_CAUSES)),
  suspension: z.nullable(
    z.object({ cause: z.enum(SUSPENSION_CAUSES), error: z.nullable(z.string()), since: date, probes: count }),
  ),
  probeAt: z.nullable(date),
  target: z.nullable(awsTargetSchema),
  plannedAt: date,
  createdAt: date,
  startedAt: z.nullable(date),
  finishedAt: z.nullable(date),
  leftOut: z.object({
    inProgress: count,
    finished: count,
    gone: count,
    replaced: z._default(count, 0),
    unknownStatus: count,
    notAllowed: count,
  }),
  retryOf: z.nullable(z.string()),
  total: count,
  counts: z.record(z.enum([...ITEM_OUTCOMES, "waiting", "in-hand"]), count),
  readAt: date,
}) satisfies z.ZodMiniType<Operation>;

const paceSchema = z.object({
  perSecond: z.nullable(z.number()),
  quotaPerSecond: z.nullable(z.number()),
  share: z.number(),
  throttled: z.boolean(),
  secondsLeft: z.nullable(z.number()),
}) satisfies z.ZodMiniType<OperationPace>;

export const runnerFailureSchema = z.object({
  since: date,
  failures: count,
  error: z.string(),
}) satisfies z.ZodMiniType<RunnerFailure>;

/** What the operation's page refreshes. */
export const operationProgressSchema = z.object({
  operation: operationSchema,
  pace: paceSchema,
  /** Runs of the fleet's operations fail one after another. */
  runnerFailure: z.nullable(runnerFailureSchema),
  /** Operations that took up what this one left. */
  retries: z.array(z.string()),
});

export const openOperationsSchema = z.object({
  running: count,
  suspended: count,
  paused: count,
}) satisfies z.ZodMiniType<OpenOperations>;

export const operationMentionsSchema = z.array(
  z.object({
    id: z.string(),
    state: z.enum(OPERATION_STATES),
    createdAt: date,
    byName: z.string(),
    reason: z.string(),
    itemState: z.enum(ITEM_STATES),
    outcome: z.nullable(z.enum(ITEM_OUTCOMES)),
  }) satisfies z.ZodMiniType<OperationMention>,
);

export const operationsPageSchema = pageSchema(operationSchema);

/** An item's position in its list, as text: cursors are opaque to the browser. */
export const itemCursorSchema = z.string().check(z.regex(/^\d{1,9}$/));

export const itemNoteSchema = z.object({
  kind: z.string(),
  status: z.optional(z.string()),
  versionNumber: z.optional(z.nullable(z.number())),
  queuedAt: z.optional(z.nullable(z.string())),
  statusDetails: z.optional(textMapSchema),
  missing: z.optional(z.enum(["identity", "progress"])),
  error: z.optional(z.string()),
  operationId: z.optional(z.string()),
}) satisfies z.ZodMiniType<ItemNote>;

export const operationItemsPageSchema = pageSchema(
  z.object({
    seq: z.int(),
    thingName: z.string(),
    jobId: z.string(),
    state: z.enum(ITEM_STATES),
    outcome: z.nullable(z.enum(ITEM_OUTCOMES)),
    plannedStatus: z.string(),
    note: z.nullable(itemNoteSchema),
    tries: count,
    endedAt: z.nullable(date),
  }) satisfies z.ZodMiniType<OperationItem>,
);
