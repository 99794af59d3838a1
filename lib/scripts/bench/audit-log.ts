import { type Figure, roundTo } from "./figure.ts";
import { runMeasure } from "./run-measure.ts";

const ENTRIES = 1_000_000;
const ENGINES = ["embedded", "postgres"] as const;

/** The aim for the first page of the audit log and for each filter. */
const PAGE_AIM_MS = 100;

/** The unit of the `measure-audit` figures that have this aim. */
const PAGE_UNIT = "ms, median";

/**
 * Measures the audit log with a million entries on both engines: first page, filters, verification of the chain, export.
 * In a process of its own, which imports the product's store; commands do not.
 */
export async function measureAuditLog(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const engine of ENGINES) figures.push(...(await measureOn(engine)));
  return figures;
}

async function measureOn(engine: (typeof ENGINES)[number]): Promise<Figure[]> {
  const measured = await runMeasure<Omit<Figure, "aim">>(`The audit log on the ${engine} engine`, [
    "lib/server/audit/testing/measure-audit.ts",
    ...[engine, String(ENTRIES)],
  ]);
  return measured.map((figure) => toFigure(engine, figure));
}

function toFigure(engine: string, { name, unit, value }: Omit<Figure, "aim">): Figure {
  return {
    name: `e. audit log of 1,000,000 entries, ${engine}: ${name}`,
    unit,
    value: roundTo(1, value),
    aim: unit === PAGE_UNIT ? { max: PAGE_AIM_MS } : null,
  };
}
