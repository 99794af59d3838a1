import { launchEmulator } from "../launch.ts";
import type { Amounts } from "./bench-arguments.ts";
import type { BenchTools } from "./bench-tools.ts";
import { type Figure, roundTo } from "./figure.ts";
import { runMeasure } from "./run-measure.ts";
import { SIMULATED_CREDENTIALS } from "./simulated-credentials.ts";

const ENGINES = [
  { engine: "postgres", name: "PostgreSQL", aim: { min: 500 }, most: Infinity },
  { engine: "embedded", name: "the embedded engine", aim: null, most: 10_000 },
] as const;

const FIRST_SIZE = 1_000;

type Measured = { size: number; perSecond: number; processorMs: number };

/**
 * Measures the runner without quotas: items a second, from claiming them to storing their outcomes and audit log entries.
 * Runner, store and emulator share this machine's processors. The processor time of the runner's own process, the
 * embedded engine's thread included, depends less on other programs.
 */
export async function measureRunner(_: BenchTools, { items }: Amounts): Promise<Figure[]> {
  const figures: Figure[] = [];
  const emulator = await launchEmulator();
  try {
    for (const { engine, name, aim, most } of ENGINES) {
      const measured = await runMeasure<Measured>(
        `The runner on ${name}`,
        [
          "lib/server/operations/testing/measure-runner.ts",
          engine,
          emulator.url,
          ...sizesUpTo(Math.min(items, most)).map(String),
        ],
        SIMULATED_CREDENTIALS,
      );
      for (const [at, { size, perSecond, processorMs }] of measured.entries()) {
        const operation = `h. runner on ${name}, operation of ${size.toLocaleString("en-US")}`;
        figures.push({ name: operation, value: roundTo(0, perSecond), unit: "items a second", aim });
        figures.push({
          name: operation,
          value: roundTo(2, processorMs),
          unit: "ms of processor an item",
          aim: null,
        });
        const before = measured[at - 1];
        if (before)
          figures.push({
            name: `${operation} : of ${before.size.toLocaleString("en-US")}`,
            value: roundTo(2, perSecond / before.perSecond),
            unit: "ratio of items a second",
            aim: null,
          });
      }
    }
    return figures;
  } finally {
    await emulator.stop();
  }
}

/** 1,000, 10,000 and so on, and finally `items`. */
function sizesUpTo(items: number): number[] {
  const sizes: number[] = [];
  for (let size = FIRST_SIZE; size < items; size *= 10) sizes.push(size);
  return [...sizes, items];
}
