/**
 * How urgent a call is, in the order in which the rate limiter serves them:
 *
 * - `cancel`: a person's own cancellation, and the reads before it
 * - `bulk-cancel`: the cancellations of an operation, and the reads before them
 * - `interactive`: what people look at
 * - `bulk`: lists for plans
 * - `reread`: reads that resolve unconfirmed writes
 * - `background`: the index and its enrichment
 * - `analysis`: what nobody waits for
 */
export const PRIORITIES = [
  "cancel",
  "bulk-cancel",
  "interactive",
  "bulk",
  "reread",
  "background",
  "analysis",
] as const;

export type Priority = (typeof PRIORITIES)[number];

/** Its place in that order, 0 first. */
export const rankOf = (priority: Priority): number => PRIORITIES.indexOf(priority);

export function perPriority<Value>(create: () => Value): Record<Priority, Value> {
  return Object.fromEntries(PRIORITIES.map((each) => [each, create()])) as Record<Priority, Value>;
}
