/** In the order of the table. A new folder of lib comes after them by itself. */
const FLOORS = [
  "app",
  "components",
  "lib/core",
  "lib/client",
  "lib/server",
  "lib/emulator",
  "lib/testing",
  "lib/scripts",
  "e2e",
];
const CODE = /\.(tsx?|m?js)$/;
const FLOOR = /^(?:app|components|e2e|lib\/[^/]+)(?=\/)/;

/** Specs, and what only tests of one folder use. lib/testing is a floor of its own: its files are its source. */
const TEST = /\.(test|spec)\.tsx?$|^(?!lib\/testing\/).*\/testing\//;

/** @returns null for a file that is no code, or that belongs to no floor, such as next.config.js */
export function floorOf(path: string): string | null {
  return CODE.test(path) ? (FLOOR.exec(path)?.[0] ?? null) : null;
}

export const isTestFile = (path: string): boolean => TEST.test(path);

export function compareFloors(one: string, other: string): number {
  const rank = (floor: string) => (FLOORS.includes(floor) ? FLOORS.indexOf(floor) : FLOORS.length);
  return rank(one) - rank(other) || (one < other ? -1 : Number(one > other));
}
