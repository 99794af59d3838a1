import { parseArgs } from "node:util";
import { CommandError } from "../command-error.ts";

/** The parts of the bench, by the letters that the README and the figures' names use. */
export const PARTS = ["a", "b", "c", "d", "e", "f"] as const;
export type Part = (typeof PARTS)[number];

export type BenchArguments = {
  parts: readonly Part[];
  /** Where the figures go as JSON; null for nowhere. */
  jsonFile: string | null;
  /** Whether a missed aim is a failure. */
  strict: boolean;
};

const USAGE = `Usage: npm run bench [-- options]
  --only a,b,c,…   some parts only: a the list route, b JavaScript, c 100,000 rows, d AWS calls, e the audit log,
                   f the index
  --json FILE      also writes name, value, unit and aim of each figure
  --strict         exits 1 where a figure misses its aim`;

/** @throws CommandError with the usage, when something in `args` is not understood */
export function readBenchArguments(args: readonly string[]): BenchArguments {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { only: { type: "string" }, json: { type: "string" }, strict: { type: "boolean" } },
    });
    if (values.json === "") throw new Error("--json needs the name of a file.");
    return {
      parts: values.only === undefined ? PARTS : toParts(values.only),
      jsonFile: values.json ?? null,
      strict: values.strict ?? false,
    };
  } catch (error) {
    throw new CommandError(`${(error as Error).message}\n\n${USAGE}`);
  }
}

/** In the bench's own order, each once. */
function toParts(text: string): readonly Part[] {
  const wanted = text.split(",").map((letter) => letter.trim());
  const strange = wanted.find((letter) => !PARTS.some((part) => part === letter));
  if (strange !== undefined)
    throw new Error(`--only takes letters from ${PARTS.join(",")}, not "${strange}".`);
  return PARTS.filter((part) => wanted.includes(part));
}
