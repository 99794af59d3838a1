export const TREND_RANGES = ["24h", "7d", "30d", "1y"] as const;
export type TrendRange = (typeof TREND_RANGES)[number];

/** What one point of a range stands for, and how many there are, the one under way included. */
export const TREND_POINTS: Readonly<Record<TrendRange, { grain: TrendGrain; count: number }>> = {
  "24h": { grain: "hour", count: 24 },
  "7d": { grain: "hour", count: 168 },
  "30d": { grain: "day", count: 30 },
  "1y": { grain: "day", count: 365 },
};
export type TrendGrain = "hour" | "day";

/**
 * For how many days what is kept. 10,000 jobs with something open all day long are 10,000 rows a day, measured on
 * PostgreSQL with their indexes 7.3 MB with the hours and 2.1 MB without: 7.3 × 14 + 2.1 × 76 = 260 MB at most. A fleet's
 * own row weighs nothing beside them.
 */
export const TREND_KEPT_DAYS = { hours: 14, ofJob: 90, ofFleet: 400 } as const;

/** An hour or a day of UTC. */
export interface TrendPoint {
  /** Where it begins. */
  at: Date;
  /** The most at once, by the index. Null: it was not read then, so nobody knows. */
  open: number | null;
  stuck: number | null;
  /** How many executions the console heard of in it that had ended as canceled. */
  canceled: number | null;
}

/** How a fleet, or one of its jobs, went. */
export interface Trend {
  grain: TrendGrain;
  /** One after another without a hole: what nobody looked at is there, as null. */
  points: TrendPoint[];
}
