import * as z from "zod/mini";
import { GROUP_NAME_PATTERN, JOB_ID_PATTERN, THING_NAME_PATTERN } from "@/lib/domain/names";

export const thingNameSchema = z
  .string()
  .check(z.regex(THING_NAME_PATTERN, "A thing's name has 1 to 128 letters, digits, “:”, “_” or “-”."));

export const jobIdSchema = z
  .string()
  .check(z.regex(JOB_ID_PATTERN, "A job's id has 1 to 64 letters, digits, “_” or “-”."));

export const groupNameSchema = z
  .string()
  .check(z.regex(GROUP_NAME_PATTERN, "A name has 1 to 128 letters, digits, “:”, “_” or “-”."));

/** Our own id of a fleet, the first segment of each URL. */
export const fleetIdSchema = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,62}$/));

/** Which execution, as a URL or a form names it. */
export const executionRefSchema = z.object({ thingName: thingNameSchema, jobId: jobIdSchema });
