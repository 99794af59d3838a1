import { type Figure, roundTo } from "./figure.ts";
import { runMeasure } from "./run-measure.ts";

const ENTRIES = 1_000_000;
const ENGINES = ["embedded", "postgres"] as const;

/** What the issue of the audit log asks for, of its first page and of each filter. */
const PAGE_AIM_MS = 100;

/** The unit that `measure-audit` gives to what is held to that aim. */
const PAGE_UNIT = "ms, median";

/**
 * The audit log with a million entries, on both engines: first page, filters, proof of the chain, export. In a process of
 * its own, which has the store of the product; a command has none.
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
