import { beforeAll } from "vitest";

/** Most of the time of a cell is spent waiting: for time-outs, for reads that are repeated, for the next try. */
const AT_ONCE = 60;
const PATIENCE_MS = 600_000;
/** So often a cell is run in which the machine was too slow; the last time counts, whatever it was like. */
const MOST_RUNS = 3;

export interface CellRunner {
  /**
   * Has all cells of a table run.
   *
   * @param wasHeldUp whether the machine was too slow for what came of it to tell anything: it is run again then
   * @returns what came of one of them. It throws what that one has thrown
   */
  add: <Cell, Found>(
    cells: readonly Cell[],
    run: (cell: Cell) => Promise<Found>,
    wasHeldUp?: (found: Found) => boolean,
  ) => (cell: Cell) => Found;
}

/** Runs all cells of a block at the same time, before its tests. Each test then judges its own. */
export function runBeforeTests(): CellRunner {
  const waiting: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    const work = async () => {
      for (let run = waiting.shift(); run; run = waiting.shift()) await run();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }, PATIENCE_MS);

  return {
    add(cells, run, wasHeldUp = () => false) {
      type Found = Awaited<ReturnType<typeof run>>;
      const found = new Map<(typeof cells)[number], PromiseSettledResult<Found>>();
      const runCell = async (cell: (typeof cells)[number], times: number) => {
        const [result] = await Promise.allSettled([run(cell)]);
        found.set(cell, result);
        if (times < MOST_RUNS && result.status === "fulfilled" && wasHeldUp(result.value))
          waiting.push(() => runCell(cell, times + 1)); // after all others, when less goes on beside it
      };
      for (const cell of cells) waiting.push(() => runCell(cell, 1));
      return (cell) => {
        const result = found.get(cell);
        if (result?.status === "fulfilled") return result.value;
        throw result?.reason ?? new Error("It was not run.");
      };
    },
  };
}
