import * as z from "zod/mini";
import {
  awsTargetSchema,
  itemNoteSchema,
  operationSchema,
  runnerFailureSchema,
} from "@/lib/core/contracts/operation";
import { requestedSelectorSchema } from "@/lib/core/contracts/cancel-selector";
import { cancelPlanSchema, planConnectivitySchema } from "@/lib/core/contracts/plan-cancellation";
import { readFailureSchema } from "@/lib/core/contracts/read-failure";
import { textMapSchema } from "@/lib/core/contracts/text-map";
import type { CancelPlan, PlanConnectivity, PlanCounts } from "@/lib/core/domain/cancel-plan";
import type { AwsTarget } from "@/lib/core/domain/execution";
import {
  type CancelOrder,
  type ItemNote,
  type LeftOut,
  type OperationPerson,
  type RequestedSelector,
  type RunnerFailure,
  type Suspension,
  SUSPENSION_CAUSES,
} from "@/lib/core/domain/operation";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import type { StatusDetails } from "@/lib/core/domain/status-details";
import { jsonColumn } from "@/lib/server/db/json-column";

/** The person as they were when they asked, with the address for the audit log. */
export type StoredPerson = OperationPerson & { address?: string | null | undefined };

/** Its time is a column of its own. */
export type StoredSuspension = Omit<Suspension, "since">;

export type StoredCounts = PlanCounts & Pick<CancelPlan, "lastUpdates">;

export const personColumn = jsonColumn<StoredPerson>(
  "operation.person",
  z.extend(operationSchema.shape.by, { address: z.optional(z.nullable(z.string())) }),
);

export const orderColumn = jsonColumn<CancelOrder>(
  "operation.order",
  // Rows of versions without this choice do not have it.
  z.extend(operationSchema.shape.order, { evenIfProgressed: z._default(z.boolean(), false) }),
);

export const selectorColumn = jsonColumn<RequestedSelector>("operation.question", requestedSelectorSchema);

export const leftOutColumn = jsonColumn<LeftOut>("operation.left_out", operationSchema.shape.leftOut);

export const targetColumn = jsonColumn<AwsTarget>("operation.target", awsTargetSchema);

export const suspensionColumn = jsonColumn<StoredSuspension>(
  "operation.suspension",
  z.object({ cause: z.enum(SUSPENSION_CAUSES), error: z.nullable(z.string()), probes: z.int() }),
);

export const itemNoteColumn = jsonColumn<ItemNote>("operation_item.note", itemNoteSchema);

export const itemDetailsColumn = jsonColumn<StatusDetails>("operation_item.status_details", textMapSchema);

export const planSelectorColumn = jsonColumn<RequestedSelector>(
  "cancel_plan.question",
  requestedSelectorSchema,
);

export const planTargetColumn = jsonColumn<AwsTarget>("cancel_plan.target", awsTargetSchema);

export const planCountsColumn = jsonColumn<StoredCounts>(
  "cancel_plan.counts",
  // Plans of versions without `lastUpdates` do not have it.
  z.extend(cancelPlanSchema.shape.counts, {
    lastUpdates: z._default(cancelPlanSchema.shape.lastUpdates, null),
  }),
);

export const planConnectivityColumn = jsonColumn<PlanConnectivity>(
  "cancel_plan.connectivity",
  planConnectivitySchema,
);

export const planItemDetailsColumn = jsonColumn<StatusDetails>(
  "cancel_plan_item.status_details",
  textMapSchema,
);

export const planFailureColumn = jsonColumn<ReadFailure>("cancel_plan.failure", readFailureSchema);

export const runnerFailureColumn = jsonColumn<RunnerFailure>("fleet_runner.failure", runnerFailureSchema);
