/** The options of some kinds, in addition to those of every fault (see `fault.ts`). */
export const KIND_OPTIONS = [
  "errorName",
  "status",
  "message",
  "member",
  "rows",
  "body",
  "requestId",
] as const;
export type KindOption = (typeof KIND_OPTIONS)[number];

export type FaultKindRules = {
  needs?: readonly (KindOption | "delayMs")[];
  takes?: readonly KindOption[];
  /** It changes or delays AWS's own answer, so the call is always performed. */
  alwaysActs?: true;
  /** It applies only to APIs with pages. */
  listsOnly?: true;
};

/**
 * The kinds of faults, and the options of each.
 *
 * The README beside this file describes what a caller sees.
 */
export const FAULT_KIND_RULES = {
  // AWS's own refusals.
  throttle: { takes: ["requestId"] },
  error: { takes: ["errorName", "status", "message", "requestId"] },
  deny: { takes: ["message", "requestId"] },
  // AWS's own answer, late or changed.
  slow: { needs: ["delayMs"], alwaysActs: true },
  "slow-drip": { needs: ["delayMs"], alwaysActs: true },
  omit: { needs: ["member"], alwaysActs: true },
  "short-page": { needs: ["rows"], alwaysActs: true, listsOnly: true },
  "empty-page": { alwaysActs: true, listsOnly: true },
  twice: { alwaysActs: true },
  // An HTTP answer that is not AWS's.
  "html-500": { takes: ["requestId"] },
  html: { needs: ["status"], takes: ["body", "requestId"] },
  empty: { needs: ["status"], takes: ["requestId"] },
  "no-content": { takes: ["requestId"] },
  "wrong-200": { takes: ["requestId"] },
  "wrong-json": { takes: ["body", "requestId"] },
  // No usable answer at all.
  "lose-answer": { alwaysActs: true },
  reset: {},
  hang: {},
  "cut-off": {},
  "oversized-headers": {},
  "not-http": { takes: ["body"] },
} as const satisfies Record<string, FaultKindRules>;

export type FaultKind = keyof typeof FAULT_KIND_RULES;

export const FAULT_KINDS = Object.keys(FAULT_KIND_RULES) as FaultKind[];

export function rulesOf(kind: FaultKind): FaultKindRules {
  return FAULT_KIND_RULES[kind];
}
