/**
 * Whether a thing's name fits a pattern such as `kiosk-*`: `*` stands for any characters, none among them, and all
 * else for itself. Not a regular expression: an admin's typing could make one that never ends.
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
