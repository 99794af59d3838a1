import * as z from "zod/mini";
import type { Execution, ExecutionSummary } from "@/lib/core/domain/execution";
import { pageSchema } from "./page";
import { textMapSchema } from "./text-map";

const date = z.nullable(z.coerce.date());
const count = z.nullable(z.number());

const listedAndDescribed = {
  thingName: z.string(),
  jobId: z.string(),
  status: z.string(),
  queuedAt: date,
  startedAt: date,
  lastUpdatedAt: date,
  executionNumber: count,
};

export const executionSummarySchema = z.object({
  ...listedAndDescribed,
  retryAttempt: count,
}) satisfies z.ZodMiniType<ExecutionSummary>;

export const executionPageSchema = pageSchema(executionSummarySchema);

export const executionSchema = z.object({
  ...listedAndDescribed,
  versionNumber: count,
  statusDetails: textMapSchema,
  forceCanceled: z.boolean(),
  secondsBeforeTimedOut: count,
  origin: z.nullable(z.object({ region: z.string(), account: z.string() })),
  readAt: z.coerce.date(),
}) satisfies z.ZodMiniType<Execution>;

/** How many open executions a thing has, as far as one call shows. */
export const openCountSchema = z.object({
  open: z.number(),
  inProgress: z.number(),
  /** There are more executions than one page holds, so `open` is a minimum. */
  atLeast: z.boolean(),
});
export type OpenCount = z.infer<typeof openCountSchema>;

/** How many retries were completed; null where AWS does not say. */
export const retryAttemptSchema = z.object({ retryAttempt: count });
