import { percentile } from "../bench/percentile.ts";
import { isLandedMigration } from "../landed-migration.ts";
import type { Floor, MeasuredPart } from "./measure-floors.ts";

export const MAX_P95_LINES = 200;
export const MAX_FUNCTION_LINES = 100;
export const MAX_PROPS = 10;

/** Lists the files, functions and components of each floor that break its size limits, one per line. */
export function brokenBounds(floors: readonly Floor[]): string[] {
  return floors.flatMap((floor) => [
    ...longFiles(floor),
    ...partsOver(floor.functions, MAX_FUNCTION_LINES, "lines"),
    ...partsOver(floor.components, MAX_PROPS, "props"),
  ]);
}

/** Lists the files over the limit, but only if they are more than 5 % of the floor's files. */
function longFiles({ name, sources }: Floor): string[] {
  if (sources.length === 0) return [];
  const p95 = percentile(
    sources.map(({ lines }) => lines),
    95,
  );
  if (p95 <= MAX_P95_LINES) return [];
  const long = sources.filter(({ lines }) => lines > MAX_P95_LINES);
  return [
    `${name}: 95 % of its files may have at most ${MAX_P95_LINES} lines, but p95 is ${p95}. Longer ones:`,
    ...long.toSorted((one, other) => other.lines - one.lines).map(({ path, lines }) => `  ${path} ${lines}`),
  ];
}

function partsOver(parts: readonly MeasuredPart[], most: number, unit: string): string[] {
  return parts
    .filter(({ size, path }) => size > most && !isLandedMigration(path))
    .map(
      ({ path, line, name, size }) =>
        `${path}:${line} ${name} has ${size} ${unit}, and at most ${most} are allowed.`,
    );
}
