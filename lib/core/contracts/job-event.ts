import * as z from "zod/mini";
import { jobIdSchema } from "./names";

/** Epoch seconds, up to the year 2100. */
const seconds = z.number().check(z.minimum(0), z.maximum(4_102_444_800, "is no time in seconds"));

const common = {
  timestamp: seconds,
  jobId: jobIdSchema,
  operation: z.string().check(z.regex(/^[a-z_]{1,40}$/, "is no word of AWS")),
};

/**
 * The events that AWS publishes under `$aws/events/jobExecution/…`. Members that a rule has added, such as a topic, are
 * allowed.
 */
const executionEventSchema = z.object({
  ...common,
  eventType: z.literal("JOB_EXECUTION"),
  thingArn: z.string().check(z.maxLength(2_048)),
  status: z.string().check(z.regex(/^[A-Z_]{1,40}$/, "is no word of AWS")),
});

/** The events that AWS publishes under `$aws/events/job/…`. */
const jobEventSchema = z.object({ ...common, eventType: z.literal("JOB") });

export const awsEventSchema = z.discriminatedUnion("eventType", [executionEventSchema, jobEventSchema]);

/** A member of all AWS IoT events. Those of connections spell it in lower case. */
export const anyEventSchema = z.object({ eventType: z.string().check(z.regex(/^\w{1,40}$/)) });
