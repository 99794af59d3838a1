import { type Aim, type Figure, missesAim } from "./figure.ts";

const HEADER = ["figure", "value", "unit", "aim", ""];
const NUMBERS = [1, 3]; // right-aligned columns

/** The figures as a plain-text table, one line each, in the given order. */
export function figureTable(figures: readonly Figure[]): string {
  const rows = [HEADER, ...figures.map(toCells)];
  const widths = HEADER.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const toLine = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        NUMBERS.includes(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join("  ")
      .trimEnd();
  const [header, ...lines] = rows.map(toLine);
  return [header, "-".repeat(widths.reduce((sum, width) => sum + width + 2, -2)), ...lines].join("\n");
}

function toCells(figure: Figure): string[] {
  const { name, value, unit, aim } = figure;
  const verdict = aim === null ? "" : missesAim(figure) ? "MISS" : "ok";
  return [name, String(value), unit, aim === null ? "" : toWords(aim), verdict];
}

const toWords = (aim: Aim) => ("max" in aim ? `≤ ${aim.max}` : `≥ ${aim.min}`);
