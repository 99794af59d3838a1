/** JSON that is the same text for the same value, whoever writes it: keys in order, no spaces. Dates as ISO, in UTC. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (isPlainObject(part) ? sortKeys(part) : part));
}

function sortKeys(object: object): object {
  // Made by entries: `__proto__` is a legal key of status details, and an assignment would lose it.
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isPlainObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
