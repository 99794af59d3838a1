import { indexName, queryString } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { integer, optional, required, string, structure } from "../http/shape.ts";
import { aggregateIndex } from "./aggregate-index.ts";

/** The default number of buckets [MD: TermsAggregation]. */
const DEFAULT_BUCKETS = 10;

/** The most frequent values first; the order of equals is ours. `totalCount` counts the matching things. */
export const getBucketsAggregationOperation = defineOperation({
  api: "GetBucketsAggregation",
  method: "POST",
  path: "/indices/buckets",
  body: {
    indexName: optional(indexName),
    queryString: required(queryString),
    aggregationField: required(string({ min: 1 })),
    queryVersion: optional(string()),
    bucketsAggregationType: required(
      structure({
        termsAggregation: optional(structure({ maxBuckets: optional(integer({ min: 1, max: 10_000 })) })),
      }),
    ),
  },
  act(call, { bucketsAggregationType: { termsAggregation }, ...input }) {
    const { values } = aggregateIndex(call, input);
    const counts = new Map<string, number>();
    for (const value of values.flat()) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
    const buckets = [...counts]
      .map(([keyValue, count]) => ({ keyValue, count }))
      .sort((one, other) => other.count - one.count || (one.keyValue < other.keyValue ? -1 : 1));
    const most = termsAggregation?.maxBuckets ?? DEFAULT_BUCKETS;
    return { totalCount: values.length, buckets: buckets.slice(0, most) };
  },
});
