import * as z from "zod/mini";
import { REASON_MAX_LENGTH, statusDetailsPairsSchema } from "./cancel-execution";
import { operationIdSchema, planIdSchema } from "./cancel-selector";
import { fleetIdSchema } from "./names";
import { plainText } from "./plain-text";

/** The input of the plan's form and of the action. */
export const requestOperationSchema = z.object({
  fleetId: fleetIdSchema,
  planId: planIdSchema,
  /** Cancels executions in progress too. */
  force: z.boolean(),
  statusDetails: statusDetailsPairsSchema,
  keepDeviceDetails: z.boolean(),
  /** With force: cancels also executions that reported progress since the plan. */
  evenIfProgressed: z._default(z.boolean(), false),
  /** Adds the reason and the operation's id to the status details, as `reason` and `operation`. */
  sendsReason: z.boolean(),
  reason: z
    .string()
    .check(
      z.trim(),
      z.minLength(1, "Say why, for the audit log."),
      z.maxLength(REASON_MAX_LENGTH, `At most ${REASON_MAX_LENGTH} characters.`),
      plainText,
    ),
  /** The number of executions, as typed to confirm. Required if `force` is set or there are more than 100. */
  typedCount: z.nullable(z.int()),
});
export type RequestOperationCommand = z.infer<typeof requestOperationSchema>;
/** A command before it is parsed. */
export type RequestOperationInput = z.input<typeof requestOperationSchema>;

export const controlOperationSchema = z.object({
  fleetId: fleetIdSchema,
  operationId: operationIdSchema,
  control: z.enum(["pause", "resume", "stop"]),
});
export type ControlOperationCommand = z.infer<typeof controlOperationSchema>;
