import { invalidRequest } from "../http/aws-error.ts";

/** The most attributes of a thing, with and without a type [DG:thing-types]. */
const MAX_ATTRIBUTES = { typed: 50, untyped: 3 };

export function refuseTooManyAttributes(
  attributes: Record<string, string>,
  thingTypeName: string | undefined,
): void {
  const most = thingTypeName === undefined ? MAX_ATTRIBUTES.untyped : MAX_ATTRIBUTES.typed;
  if (Object.keys(attributes).length > most) {
    throw invalidRequest(
      `A thing ${thingTypeName === undefined ? "without" : "with"} a type has at most ${most} attributes.`,
    );
  }
}

/**
 * The attributes after an update: merged or overwritten, depending on `merge`. An empty value removes its attribute
 * [MD: AttributePayload]. Presumed: it does so without `merge` too.
 */
export function updateAttributes(
  current: Record<string, string>,
  payload: { attributes?: Record<string, string> | undefined; merge?: boolean | undefined } | undefined,
): Record<string, string> {
  if (payload?.attributes === undefined) return current;
  const merged = { ...(payload.merge === true ? current : {}), ...payload.attributes };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ""));
}
