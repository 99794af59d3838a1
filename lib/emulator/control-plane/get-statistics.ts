import { indexName, queryString } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { optional, required, string } from "../http/shape.ts";
import { aggregateIndex } from "./aggregate-index.ts";

/** The default field [DG:index-aggregate]. */
const DEFAULT_FIELD = "registry.version";

/** Text has a count only; true and false are 1 and 0 [DG:index-aggregate]. */
export const getStatisticsOperation = defineOperation({
  api: "GetStatistics",
  method: "POST",
  path: "/indices/statistics",
  body: {
    indexName: optional(indexName),
    queryString: required(queryString),
    aggregationField: optional(string({ min: 1 })),
    queryVersion: optional(string()),
  },
  act(call, { aggregationField = DEFAULT_FIELD, ...input }) {
    const { type, values } = aggregateIndex(call, { ...input, aggregationField });
    const count = values.filter((one) => one.length > 0).length;
    return { statistics: { count, ...(type !== "String" && describeNumbers(values.flat().map(Number))) } };
  },
});

/** The variance is that of the whole population, as in the sample of [DG:index-aggregate]. */
function describeNumbers(numbers: number[]): object {
  if (numbers.length === 0) return {};
  const sum = numbers.reduce((total, number) => total + number, 0);
  const average = sum / numbers.length;
  const variance = numbers.reduce((total, number) => total + (number - average) ** 2, 0) / numbers.length;
  return {
    average,
    sum,
    minimum: numbers.reduce((least, number) => Math.min(least, number)),
    maximum: numbers.reduce((most, number) => Math.max(most, number)),
    sumOfSquares: numbers.reduce((total, number) => total + number ** 2, 0),
    variance,
    stdDeviation: Math.sqrt(variance),
  };
}
