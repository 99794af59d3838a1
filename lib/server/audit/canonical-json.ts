/** JSON that is always the same text for the same value: sorted keys, no spaces, dates as ISO in UTC. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (isPlainObject(part) ? sortKeys(part) : part));
}

function sortKeys(object: object): object {
  // `__proto__` is a legal key of status details. An assignment would lose it, `fromEntries` does not.
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isPlainObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
