import { type Figure, roundTo } from "./figure.ts";
import { runMeasure } from "./run-measure.ts";

const EXECUTIONS = 1_000_000;

/** The aim for the first page of every view, filter and order. */
const PAGE_AIM_MS = { postgres: 200, embedded: 500 } as const;
type Engine = keyof typeof PAGE_AIM_MS;

/** The unit of the `measure-queries` figures that have this aim. */
const PAGE_UNIT = "ms, median";

/** Measures the queries of each page on an index with a million open executions of 10,000 jobs, on both engines. */
export async function measureIndexQueries(): Promise<Figure[]> {
  return [...(await measureOn("postgres")), ...(await measureOn("embedded"))];
}

async function measureOn(engine: Engine): Promise<Figure[]> {
  const measured = await runMeasure<Omit<Figure, "aim">>(`The index on the ${engine} engine`, [
    "lib/server/open-executions/testing/measure-queries.ts",
    ...[engine, String(EXECUTIONS)],
  ]);
  return measured.map((figure) => toFigure(engine, figure));
}

function toFigure(engine: Engine, { name, unit, value }: Omit<Figure, "aim">): Figure {
  return {
    name: `f. index of 1,000,000 open executions, ${engine}: ${name}`,
    unit,
    value: roundTo(1, value),
    aim: unit === PAGE_UNIT ? { max: PAGE_AIM_MS[engine] } : null,
  };
}
