import { TREND_RANGES } from "@/lib/core/domain/trend";
import { oneOf } from "./search-params";

/** How far back one looks, and as what. Part of the URL of each page that has a trend. */
export const trendState = {
  range: oneOf(TREND_RANGES, "24h"),
  trend: oneOf(["chart", "table"], "chart"),
};
