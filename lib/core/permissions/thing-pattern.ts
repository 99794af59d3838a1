/**
 * Whether a thing's name matches a pattern such as `kiosk-*`. `*` matches any characters, or none; every other character
 * matches itself.
 *
 * Not a regular expression: an admin could type one that takes forever to match.
 */
export function fitsThingPattern(thingName: string, pattern: string): boolean {
  const [first, ...rest] = pattern.split("*");
  if (rest.length === 0) return thingName === first;
  if (!thingName.startsWith(first!)) return false;
  const last = rest.pop()!;
  let at = first!.length;
  for (const part of rest) {
    const found = thingName.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return thingName.length - last.length >= at && thingName.endsWith(last);
}
