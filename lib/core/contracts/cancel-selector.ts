import * as z from "zod/mini";
import {
  type RequestedSelector,
  type CancelSelector,
  MAX_SELECTED,
  OPERATION_ID_PATTERN,
  RETRYABLE_OUTCOMES,
} from "@/lib/core/domain/operation";
import { jobIdSchema, thingNameSchema } from "./names";
import { plainText } from "./plain-text";

const statuses = z.array(z.enum(["QUEUED", "IN_PROGRESS"])).check(z.minLength(1), z.maxLength(2));

export const operationIdSchema = z.string().check(z.regex(OPERATION_ID_PATTERN));
export const planIdSchema = z.string().check(z.regex(/^plan_[a-z2-7]{12}$/));

/** The part of a thing's name that a list is filtered by. Never empty where it is given. */
const namePart = z.string().check(z.minLength(1), z.maxLength(128), plainText);

const ofJob = z.object({ kind: z.literal("job"), jobId: jobIdSchema, statuses, name: z.nullable(namePart) });
const ofThing = z.object({ kind: z.literal("thing"), thingName: thingNameSchema, statuses });
const ofItems = z.object({
  kind: z.literal("items"),
  operationId: operationIdSchema,
  outcomes: z.array(z.enum(RETRYABLE_OUTCOMES)).check(z.minLength(1)),
});

/** No selector can mean "everything": each kind names its executions, a job, a thing or an operation. */
export const cancelSelectorSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("executions"),
    executions: z
      .array(
        z.object({
          thingName: thingNameSchema,
          jobId: jobIdSchema,
          executionNumber: z.optional(z.nullable(z.int())),
          queuedAt: z.optional(z.nullable(z.coerce.date())),
          startedAt: z.optional(z.nullable(z.coerce.date())),
        }),
      )
      .check(z.minLength(1), z.maxLength(MAX_SELECTED)),
  }),
  ofJob,
  ofThing,
  ofItems,
]) satisfies z.ZodMiniType<CancelSelector>;

export const requestedSelectorSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("executions"),
    count: z.int(),
    jobId: z.optional(z.string()),
    thingName: z.optional(z.string()),
  }),
  ofJob,
  ofThing,
  ofItems,
]) satisfies z.ZodMiniType<RequestedSelector>;
