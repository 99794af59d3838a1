import { TREND_RANGES } from "@/lib/core/domain/trend";
import { oneOf } from "./search-params";

/** The range and form of a trend, in the URL of each page that has one. */
export const trendState = {
  range: oneOf(TREND_RANGES, "24h"),
  trend: oneOf(["chart", "table"], "chart"),
};
