import { parseArgs } from "node:util";
import { CommandError } from "./command-error.ts";

export type ChaosArguments = { seed: number; items: number };

const USAGE = `Usage: npm run chaos [-- options]
  --seed N   does it again as it was done with this seed; without it, with one of chance
  --items N  of all operations together; 3000 if not given, 100 at least`;

/** With fewer items an operation ends too soon to be paused and stopped in between. */
const FEWEST_ITEMS = 100;
const MOST_ITEMS = 100_000;
const MOST_SEED = 0xffff_ffff;

/** @throws CommandError with the usage, when something in `args` is not understood */
export function readChaosArguments(args: readonly string[]): ChaosArguments {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { seed: { type: "string" }, items: { type: "string" } },
    });
    return {
      seed: toNumber("--seed", values.seed ?? String(Math.floor(Math.random() * 1_000_000)), 0, MOST_SEED),
      items: toNumber("--items", values.items ?? "3000", FEWEST_ITEMS, MOST_ITEMS),
    };
  } catch (error) {
    throw new CommandError(`${(error as Error).message}\n\n${USAGE}`);
  }
}

function toNumber(name: string, text: string, least: number, most: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : NaN;
  if (number >= least && number <= most) return number;
  throw new Error(`${name} takes a whole number from ${least} to ${most}, not "${text}".`);
}
