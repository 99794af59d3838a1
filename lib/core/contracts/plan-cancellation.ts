import * as z from "zod/mini";
import type { CancelPlan, PlanConnectivity } from "@/lib/core/domain/cancel-plan";
import type { CancelSelector } from "@/lib/core/domain/operation";
import { requestedSelectorSchema, cancelSelectorSchema, planIdSchema } from "./cancel-selector";
import { fleetIdSchema } from "./names";
import { readFailureSchema } from "./read-failure";

export const planCancellationSchema = z.object({ fleetId: fleetIdSchema, question: cancelSelectorSchema });
/** The command before it is parsed: parsing does not change a selector. */
export interface PlanCancellationCommand {
  fleetId: string;
  question: CancelSelector;
}

export const stopPlanSchema = z.object({ fleetId: fleetIdSchema, planId: planIdSchema });
export type StopPlanCommand = z.infer<typeof stopPlanSchema>;

const count = z.int().check(z.minimum(0));

export const planConnectivitySchema = z.object({
  connected: count,
  disconnected: count,
  notConnected: z._default(count, 0), // plans of older versions have none
  unknown: count,
  notAsked: count,
}) satisfies z.ZodMiniType<PlanConnectivity>;

export const cancelPlanSchema = z.object({
  id: z.string(),
  fleetId: z.string(),
  question: requestedSelectorSchema,
  state: z.enum(["resolving", "ready", "stopped", "failed", "expired", "used"]),
  failure: z.nullable(readFailureSchema),
  read: count,
  ofAbout: z.nullable(count),
  takenAt: z.coerce.date(),
  expiresAt: z.nullable(z.coerce.date()),
  counts: z.object({
    queued: count,
    inProgress: count,
    finished: count,
    gone: count,
    replaced: z._default(count, 0),
    unknownStatus: count,
    notAllowed: count,
    inOtherOperations: count,
  }),
  lastUpdates: z.nullable(z.object({ oldest: z.coerce.date(), newest: z.coerce.date() })),
  connectivity: z.nullable(planConnectivitySchema),
  quotaPerSecond: z.nullable(z.number()),
  share: z.number(),
  bulkLimit: z.number(),
  wholeJob: z.nullable(z.object({ jobId: z.string(), createdAt: z.nullable(z.coerce.date()) })),
  operationId: z.nullable(z.string()),
}) satisfies z.ZodMiniType<CancelPlan>;
