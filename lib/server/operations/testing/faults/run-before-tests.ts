import { beforeAll } from "vitest";

/**
 * Most of the time of a cell is spent waiting: for time-outs, for reads that are repeated, for the next try. More at once
 * do not finish sooner, and on a busy machine the console's calls come too late after its reads (FRESH_WITHIN_MS).
 */
const AT_ONCE = 16;
const PATIENCE_MS = 600_000;

export interface CellRunner {
  /** Runs all cells of a table. The returned function returns the result of one cell, or throws what it threw. */
  add: <Cell, Found>(cells: readonly Cell[], run: (cell: Cell) => Promise<Found>) => (cell: Cell) => Found;
}

/** Runs all cells of a block in parallel before its tests. Each test then judges its own cell. */
export function runBeforeTests(): CellRunner {
  const waiting: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    const work = async () => {
      for (let run = waiting.shift(); run; run = waiting.shift()) await run();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }, PATIENCE_MS);

  return {
    add(cells, run) {
      type Found = Awaited<ReturnType<typeof run>>;
      const found = new Map<(typeof cells)[number], PromiseSettledResult<Found>>();
      for (const cell of cells)
        waiting.push(async () => {
          const [result] = await Promise.allSettled([run(cell)]);
          found.set(cell, result);
        });
      return (cell) => {
        const result = found.get(cell);
        if (result?.status === "fulfilled") return result.value;
        throw result?.reason ?? new Error("It was not run.");
      };
    },
  };
}
