import type { SearchDocument } from "./search-document.ts";

export type FieldValue = string | number | boolean;

/**
 * The values of a document in an aggregatable field; empty when it has none.
 *
 * @param registryVersion the field of that name, which is not part of the document since it is not searchable
 */
export function readFieldValues(
  document: SearchDocument & { registryVersion: number },
  field: string,
): FieldValue[] {
  if (field.startsWith("attributes.")) {
    const name = field.slice("attributes.".length);
    return Object.hasOwn(document.attributes, name) ? [document.attributes[name] ?? ""] : [];
  }
  const { connectivity } = document;
  switch (field) {
    case "thingName":
      return [document.thingName];
    case "registry.version":
      return [document.registryVersion];
    case "registry.thingTypeName":
      return present(document.thingTypeName);
    case "registry.thingGroupNames":
      return [...document.thingGroupNames, ...present(document.billingGroupName)];
    case "connectivity.connected":
      return present(connectivity?.connected);
    case "connectivity.timestamp":
      return present(connectivity?.timestamp);
    case "connectivity.disconnectReason":
      return present(connectivity?.disconnectReason);
    default:
      return [];
  }
}

function present<T>(value: T | undefined): T[] {
  return value === undefined ? [] : [value];
}
