import { beforeAll } from "vitest";

/** Most of the time of a cell is spent waiting: for time-outs, for reads that are repeated, for the next try. */
const AT_ONCE = 40;
const PATIENCE_MS = 240_000;

/**
 * Runs all cells of a table at the same time, before the tests of the block. Each test then judges its own.
 *
 * @returns what came of a cell. It throws what the cell has thrown
 */
export function runBeforeTests<Cell, Found>(
  cells: readonly Cell[],
  run: (cell: Cell) => Promise<Found>,
): (cell: Cell) => Found {
  const found = new Map<Cell, PromiseSettledResult<Found>>();
  beforeAll(async () => {
    const waiting = [...cells];
    const work = async () => {
      for (let cell = waiting.shift(); cell !== undefined; cell = waiting.shift()) {
        const [result] = await Promise.allSettled([run(cell)]);
        found.set(cell, result);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }, PATIENCE_MS);
  return (cell) => {
    const result = found.get(cell);
    if (result?.status === "fulfilled") return result.value;
    throw result?.reason ?? new Error("It was not run.");
  };
}
