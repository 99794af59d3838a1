export const TREND_RANGES = ["24h", "7d", "30d", "1y"] as const;
export type TrendRange = (typeof TREND_RANGES)[number];

/** The length of a point in each range, and how many points there are, the current one included. */
export const TREND_POINTS: Readonly<Record<TrendRange, { grain: TrendGrain; count: number }>> = {
  "24h": { grain: "hour", count: 24 },
  "7d": { grain: "hour", count: 168 },
  "30d": { grain: "day", count: 30 },
  "1y": { grain: "day", count: 365 },
};
export type TrendGrain = "hour" | "day";

/**
 * For how many days figures are stored. 10,000 jobs with open executions all day make 10,000 rows a day. Measured on
 * PostgreSQL with indexes, that is 7.3 MB with the hours and 2.1 MB without: 7.3 × 14 + 2.1 × 76 = 260 MB at most. A
 * fleet's own rows are negligible.
 */
export const TREND_KEPT_DAYS = { hours: 14, ofJob: 90, ofFleet: 400 } as const;

/** An hour or a day of UTC. */
export interface TrendPoint {
  /** Its start. */
  at: Date;
  /** The highest count in the index during the hour or day. Null: there was no sample. */
  open: number | null;
  stuck: number | null;
  /** How many cancellations the console learned of during the hour or day. Null: there was no sample. */
  canceled: number | null;
}

/** The history of a fleet, or of one of its jobs. */
export interface Trend {
  grain: TrendGrain;
  /** Consecutive, without holes: a point that was not read is there, with null. */
  points: TrendPoint[];
}
