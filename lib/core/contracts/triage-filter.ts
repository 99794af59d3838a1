import { GROUP_NAME_PATTERN, JOB_ID_PATTERN, THING_NAME_PATTERN } from "@/lib/core/domain/names";
import { TRIAGE_REASONS, TRIAGE_VIEWS } from "@/lib/core/domain/triage";
import { oneOf, type Param, type SearchState, text } from "./search-params";
import { trendState } from "./trend-filter";
import { CONNECTIVITY_STATES } from "@/lib/core/domain/thing";

// The filter of Stuck in its URL. Without zod, like the filters of all pages.

export const TRIAGE_STATES = ["stuck", "waiting", "both"] as const;

/** A number of hours, up to a year. */
const hours: Param<number | null> = (given) =>
  typeof given === "string" && /^[1-9]\d{0,3}$/.test(given) && Number(given) <= 8_760 ? Number(given) : null;

export const triageFilter = {
  state: oneOf(TRIAGE_STATES, "stuck"),
  job: text(JOB_ID_PATTERN),
  /** A part of a name. */
  thing: text(THING_NAME_PATTERN),
  /** A whole name: `thing` would match other names that contain it. */
  only: text(THING_NAME_PATTERN),
  type: text(GROUP_NAME_PATTERN),
  group: text(GROUP_NAME_PATTERN),
  connectivity: oneOf(CONNECTIVITY_STATES, null),
  timeout: oneOf(["yes", "no"], null),
  reason: oneOf(TRIAGE_REASONS, null),
  /** Longer than this many hours. */
  older: hours,
};
export type TriageFilter = SearchState<typeof triageFilter>;

export const NO_TRIAGE_FILTER = {
  job: null,
  thing: null,
  only: null,
  type: null,
  group: null,
  connectivity: null,
  timeout: null,
  reason: null,
  older: null,
} as const satisfies Partial<TriageFilter>;

/** The sortable columns of the view by age, and of the others. */
export const TRIAGE_SORTS = [
  "since",
  "thing",
  "job",
  "reason",
  "severity",
  "behind",
  "connectivity",
] as const;
export const GROUP_SORTS = ["key", "stuck", "waiting", "since"] as const;
export type TriageSort = (typeof TRIAGE_SORTS)[number];
export type GroupSort = (typeof GROUP_SORTS)[number];

/** The state that the filter excludes is 0 in each group: its column is neither shown nor sorted by. */
export function shownGroupSort(state: TriageFilter["state"], by: GroupSort): GroupSort {
  const other = state === "stuck" ? "waiting" : "stuck";
  return state !== "both" && by === other ? state : by;
}

export const triageState = {
  ...triageFilter,
  ...trendState,
  view: oneOf(TRIAGE_VIEWS, "age"),
  /** In the view by age; the longest first. */
  sort: oneOf(TRIAGE_SORTS, "since"),
  order: oneOf(["asc", "desc"], "asc"),
  /** In the other views; the most first. */
  by: oneOf(GROUP_SORTS, "stuck"),
  dir: oneOf(["asc", "desc"], "desc"),
};
