/**
 * JSON with times as milliseconds; the schemas of the browser parse either form. A page of 250 rows has up to 750
 * times: with ISO text, as JSON.stringify writes them, it takes 1.5 ms instead of 0.3 ms.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(isObject(value) ? withNumbers(value) : value);
}

/** The same value where it contains no time, else a copy. Optimized: it was a tenth of a list route's work. */
function withNumbers(value: object): unknown {
  if (value instanceof Date) return value.getTime();
  if (Array.isArray(value)) return value.map((part: unknown) => (isObject(part) ? withNumbers(part) : part));
  let copy: Record<string, unknown> | null = null;
  for (const name in value) {
    const part = (value as Record<string, unknown>)[name];
    if (!isObject(part)) continue;
    const mapped = withNumbers(part);
    if (mapped !== part) (copy ??= { ...value })[name] = mapped;
  }
  return copy ?? value;
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
