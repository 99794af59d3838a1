import * as z from "zod/mini";
import {
  GROUP_NAME_PATTERN,
  GROUP_NAME_RULE,
  JOB_ID_PATTERN,
  JOB_ID_RULE,
  THING_NAME_PATTERN,
  THING_NAME_RULE,
} from "@/lib/core/domain/names";

export const thingNameSchema = z.string().check(z.regex(THING_NAME_PATTERN, THING_NAME_RULE));

export const jobIdSchema = z.string().check(z.regex(JOB_ID_PATTERN, JOB_ID_RULE));

export const groupNameSchema = z.string().check(z.regex(GROUP_NAME_PATTERN, GROUP_NAME_RULE));

/** Our own id of a fleet, the first segment of each URL. */
export const fleetIdSchema = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,62}$/));

/** An execution's names in a URL or a form. */
export const executionRefSchema = z.object({ thingName: thingNameSchema, jobId: jobIdSchema });
