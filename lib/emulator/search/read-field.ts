import type { ValueMatcher } from "./match-value.ts";
import type { SearchDocument } from "./search-document.ts";

/** Whether any value of the document in one field passes the matcher. */
export type FieldTest = (thing: SearchDocument, matches: ValueMatcher) => boolean;

/**
 * Finds, once at compile time, where a field is stored.
 *
 * A field that is not indexed here (`shadow.…`, `deviceDefender.…`, any unknown word) has no values and matches nothing.
 * Whether AWS refuses unknown top-level fields is unconfirmed. An empty result is the milder guess, and certain for shadow
 * fields that no thing has.
 */
export function fieldTest(field: string | null): FieldTest {
  if (field === null) return anyField;
  if (field.startsWith("attributes.")) return attributeTest(field.slice("attributes.".length));
  return Object.hasOwn(KNOWN_FIELDS, field) ? (KNOWN_FIELDS[field] ?? noValues) : noValues;
}

const noValues: FieldTest = () => false;

function anyGroup(thing: SearchDocument, matches: ValueMatcher): boolean {
  if (thing.billingGroupName !== undefined && matches(thing.billingGroupName.toLowerCase())) return true;
  return thing.thingGroupNames.some((name) => matches(name.toLowerCase()));
}

const single =
  (read: (thing: SearchDocument) => string | number | boolean | undefined): FieldTest =>
  (thing, matches) => {
    const value = read(thing);
    return value !== undefined && matches(String(value).toLowerCase());
  };

/** The searchable fields. `registry.version` is indexed but "not searchable" [DG:managing-fleet-index]. */
const KNOWN_FIELDS: Record<string, FieldTest> = {
  thingName: single((thing) => thing.thingName),
  thingTypeName: single((thing) => thing.thingTypeName),
  thingGroupNames: anyGroup,
  "connectivity.connected": single((thing) => thing.connectivity?.connected),
  "connectivity.timestamp": single((thing) => thing.connectivity?.timestamp),
  "connectivity.disconnectReason": single((thing) => thing.connectivity?.disconnectReason),
};

function attributeTest(name: string): FieldTest {
  return (thing, matches) =>
    Object.hasOwn(thing.attributes, name) && matches((thing.attributes[name] ?? "").toLowerCase());
}

/**
 * A bare term searches the registry's names and attribute values. Connectivity is excluded: "true" would otherwise find
 * every connected thing, and the guide lists only registry, shadow and Device Defender fields.
 */
const anyField: FieldTest = (thing, matches) => {
  if (matches(thing.thingName.toLowerCase())) return true;
  if (thing.thingTypeName !== undefined && matches(thing.thingTypeName.toLowerCase())) return true;
  if (anyGroup(thing, matches)) return true;
  for (const name in thing.attributes) if (matches((thing.attributes[name] ?? "").toLowerCase())) return true;
  return false;
};
