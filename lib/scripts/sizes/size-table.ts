import { percentile } from "../bench/percentile.ts";
import { markdownTable } from "./markdown-table.ts";
import type { Floor, MeasuredFile, MeasuredPart } from "./measure-floors.ts";

const HEADER = [
  "Floor",
  "Files",
  "Lines",
  "p50",
  "p95",
  "Max",
  "Longest function",
  "Most props",
  "Test files",
  "Test lines",
];
const TEXT_COLUMNS = [0, 6, 7];
const NONE = "–";

/** The table of docs/architecture.md: a row for each floor, and one for all. */
export function sizeTable(floors: readonly Floor[]): string {
  const all = {
    sources: floors.flatMap(({ sources }) => sources),
    functions: floors.flatMap(({ functions }) => functions),
    components: floors.flatMap(({ components }) => components),
    tests: floors.flatMap(({ tests }) => tests),
  };
  const rows = floors.map((floor) => toRow(`\`${floor.name}\``, floor));
  return markdownTable([HEADER, ...rows, toRow("All", all)], TEXT_COLUMNS);
}

function toRow(label: string, { sources, functions, components, tests }: Omit<Floor, "name">): string[] {
  const lines = sources.map((file) => file.lines);
  const rank = (percent: number) => (lines.length === 0 ? NONE : String(percentile(lines, percent)));
  return [
    label,
    String(sources.length),
    roundedLines(sources),
    rank(50),
    rank(95),
    rank(100),
    largest(functions),
    largest(components),
    String(tests.length),
    roundedLines(tests),
  ];
}

/**
 * Rounded up to hundreds. Exact sums would change with nearly every commit, and the table with them; what a bound or a
 * reader of one file goes by (p50, p95, the longest) changes rarely, and is exact.
 */
function roundedLines(files: readonly MeasuredFile[]): string {
  const sum = files.reduce((total, { lines }) => total + lines, 0);
  return String(Math.ceil(sum / 100) * 100);
}

/** Of several as large as each other the first by path and line, so that the order of the files is not seen. */
function largest(parts: readonly MeasuredPart[]): string {
  const [first] = parts.toSorted(
    (one, other) => other.size - one.size || compare(one.path, other.path) || one.line - other.line,
  );
  return first === undefined ? NONE : `${first.size} (\`${first.name}\`)`;
}

const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));
