import { awsError } from "../http/aws-error.ts";
import type { Call } from "../http/operation.ts";
import { readFieldValues, type FieldValue } from "../search/field-values.ts";
import { toIndexDocument } from "../search/index-document.ts";
import type { IndexedField } from "../state/world.ts";
import { managedFieldsOf } from "./managed-fields.ts";
import { requireQuery, requireReadyIndex, THING_INDEX } from "./require-ready-index.ts";

/** Short field names of queries. Unconfirmed: aggregations accept them too. */
const SHORT_NAMES: Record<string, string> = {
  thingTypeName: "registry.thingTypeName",
  thingGroupNames: "registry.thingGroupNames",
};

export type Aggregated = {
  type: NonNullable<IndexedField["type"]>;
  /** The values of each matching thing; empty for a thing without the field. */
  values: FieldValue[][];
};

/**
 * Reads one field of all things that match a query.
 *
 * @throws AwsError InvalidAggregationException for a field that is neither managed nor custom [DG:index-aggregate]
 */
export function aggregateIndex(
  call: Call,
  given: {
    indexName?: string | undefined;
    queryString: string;
    queryVersion?: string | undefined;
    aggregationField: string;
  },
): Aggregated {
  requireReadyIndex(call, given.indexName ?? THING_INDEX);
  const matches = requireQuery(given.queryString, given.queryVersion);
  const { indexing, registry } = call.world;
  const name = SHORT_NAMES[given.aggregationField] ?? given.aggregationField;
  const fields = [...managedFieldsOf(indexing), ...(indexing.customFields ?? [])];
  const type = fields.find((field) => field.name === name)?.type;
  if (type === undefined) {
    throw awsError(
      "InvalidAggregationException",
      `${given.aggregationField} is neither a managed field nor a custom field of the index.`,
    );
  }
  const values: FieldValue[][] = [];
  for (const thing of registry.things) {
    const document = toIndexDocument(call.world, thing, call.nowMs);
    if (!matches(document)) continue;
    const { registryVersion } = thing;
    values.push(toType(readFieldValues({ ...document, registryVersion }, name), type));
  }
  return { type, values };
}

/** Attributes are text. A value that does not have the type of its field is not indexed. */
function toType(values: FieldValue[], type: Aggregated["type"]): FieldValue[] {
  if (type === "String") return values.map(String);
  if (type === "Boolean")
    return values
      .map(String)
      .filter(isBoolean)
      .map((value) => value === "true");
  return values.map(Number).filter((value) => Number.isFinite(value));
}

function isBoolean(value: string): boolean {
  return value === "true" || value === "false";
}
