import * as z from "zod/mini";
import { EXECUTION_STATUSES } from "@/lib/domain/execution-status";
import { JOB_STATUSES, TARGET_SELECTIONS } from "@/lib/domain/job";
import { groupNameSchema } from "./names";

/**
 * The filters of each page, as its URL holds them. Everything has a default, and what is
 * nonsense in a URL falls back to it: a link from yesterday never breaks a page.
 */
const optional = <Schema extends z.ZodMiniType>(schema: Schema) => z.catch(z.nullable(schema), null);

/** What a person may type as a search. It is escaped before it reaches AWS's query language. */
export const SEARCH_MAX_LENGTH = 128;

const searchText = z.string().check(z.trim(), z.minLength(1), z.maxLength(SEARCH_MAX_LENGTH));

/** `name=value`, as AWS has them. A value may be empty there, but its query language has no term for that. */
export const attributeFilterSchema = z
  .string()
  .check(z.regex(/^[a-zA-Z0-9_.,@/:#-]{1,128}=[a-zA-Z0-9_.,@/:#=[\]-]{1,800}$/, "Write it as name=value."));

export const thingsFilterSchema = z.object({
  search: optional(searchText),
  type: optional(groupNameSchema),
  group: optional(groupNameSchema),
  attribute: optional(attributeFilterSchema),
  connectivity: optional(z.enum(["connected", "disconnected", "unknown"])),
});
export type ThingsFilter = z.infer<typeof thingsFilterSchema>;

export const jobsFilterSchema = z.object({
  status: optional(z.enum(JOB_STATUSES)),
  selection: optional(z.enum(TARGET_SELECTIONS)),
  group: optional(groupNameSchema),
});
export type JobsFilter = z.infer<typeof jobsFilterSchema>;

/** Statuses in a URL stand comma-separated; none means all of them. */
export const statusListSchema = z.catch(
  z.pipe(
    z.string(),
    z.pipe(
      z.transform((text: string) => [...new Set(text.split(",").filter(Boolean))]),
      z.array(z.enum(EXECUTION_STATUSES)),
    ),
  ),
  [],
);

export const EXECUTION_SORTS = ["thing", "status", "queued", "started", "updated"] as const;

/** A job's executions: the statuses are AWS's to filter; name and order act on what is loaded. */
export const jobExecutionsFilterSchema = z.object({
  status: statusListSchema,
  name: optional(searchText),
  sort: optional(z.enum(EXECUTION_SORTS)),
  order: z.catch(z.enum(["asc", "desc"]), "asc"),
  tab: z.catch(z.enum(["executions", "document", "configuration"]), "executions"),
});

export const thingExecutionsFilterSchema = z.object({ tab: z.catch(z.enum(["open", "finished"]), "open") });
