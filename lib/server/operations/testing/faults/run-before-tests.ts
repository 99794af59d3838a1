import { beforeAll } from "vitest";

/** Cells mostly wait: for timeouts, for repeated reads, for the next try. */
const AT_ONCE = 60;
const PATIENCE_MS = 240_000;

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
