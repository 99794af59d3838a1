import { EXECUTION_STATUSES } from "@/lib/core/domain/execution-status";
import { JOB_STATUSES, TARGET_SELECTIONS } from "@/lib/core/domain/job";
import { GROUP_NAME_PATTERN, NAMESPACE_PATTERN } from "@/lib/core/domain/names";
import { listOf, oneOf, type SearchState, text } from "./search-params";
import { trendState } from "./trend-filter";
import { CONNECTIVITY_STATES } from "@/lib/core/domain/thing";

// The filters of each page, as its URL holds them. Everything has a default.

/** What a person may type as a search. It is escaped before it reaches AWS's query language. */
export const SEARCH_MAX_LENGTH = 128;

const searchText = text(new RegExp(`^[^]{1,${SEARCH_MAX_LENGTH}}$`));

/** `name=value` as AWS has them. AWS allows an empty value, but its query language has no term for one. */
export const ATTRIBUTE_FILTER_PATTERN = /^[a-zA-Z0-9_.,@/:#-]{1,128}=[a-zA-Z0-9_.,@/:#=[\]-]{1,800}$/;

export const thingsFilter = {
  search: searchText,
  type: text(GROUP_NAME_PATTERN),
  group: text(GROUP_NAME_PATTERN),
  attribute: text(ATTRIBUTE_FILTER_PATTERN),
  connectivity: oneOf(CONNECTIVITY_STATES, null),
};
export type ThingsFilter = SearchState<typeof thingsFilter>;

export const jobsFilter = {
  status: oneOf(JOB_STATUSES, null),
  selection: oneOf(TARGET_SELECTIONS, null),
  group: text(GROUP_NAME_PATTERN),
  namespace: text(NAMESPACE_PATTERN),
};
export type JobsFilter = SearchState<typeof jobsFilter>;

export const EXECUTION_SORTS = ["thing", "status", "queued", "started", "updated"] as const;

/** A job's executions. AWS filters by status, and none means all; name and order act on what is loaded. */
export const jobExecutionsFilter = {
  status: listOf(EXECUTION_STATUSES),
  name: searchText,
  sort: oneOf(EXECUTION_SORTS, null),
  order: oneOf(["asc", "desc"], "asc"),
  tab: oneOf(["executions", "trend", "document", "configuration"], "executions"),
  ...trendState,
};

export const thingExecutionsFilter = {
  tab: oneOf(["open", "finished"], "open"),
  timeline: oneOf(["chart", "table"], "chart"),
};
