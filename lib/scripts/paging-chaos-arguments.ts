import { parseArgs } from "node:util";
import { CommandError } from "./command-error.ts";

const USAGE = `Usage: npm run paging-chaos [-- options]
  --seeds N    how many seeds, one after the other; 5 if not given
  --from SEED  the first of them; 1 if not given`;

const MOST_SEED = 0xffff_ffff;

/** @throws CommandError with the usage, when something in `args` is not understood */
export function readSeeds(args: readonly string[]): number[] {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { seeds: { type: "string" }, from: { type: "string" } },
    });
    const first = toNumber("--from", values.from ?? "1", 0);
    const count = toNumber("--seeds", values.seeds ?? "5", 1);
    return Array.from({ length: count }, (_, at) => first + at);
  } catch (error) {
    throw new CommandError(`${(error as Error).message}\n\n${USAGE}`);
  }
}

function toNumber(name: string, text: string, least: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : NaN;
  if (number >= least && number <= MOST_SEED) return number;
  throw new Error(`${name} takes a whole number of ${least} or more, not "${text}".`);
}
