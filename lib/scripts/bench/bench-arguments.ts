import { parseArgs } from "node:util";
import { CommandError } from "../command-error.ts";

/** The parts of the bench, by the letters that docs/development.md and the names of figures use. */
export const PARTS = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"] as const;
export type Part = (typeof PARTS)[number];

/** How much the slow parts measure. */
export type Amounts = {
  /** g: the cancellations of each method, at ten a second. */
  cancellations: number;
  /** h: the items of the largest operation. */
  items: number;
  /** i: the open executions in the index. */
  executions: number;
};

/** With these, g takes some five minutes, mostly for the shell loop: the AWS CLI takes a second or two to start. */
const DEFAULTS: Amounts = { cancellations: 1_000, items: 100_000, executions: 1_000_000 };

export type BenchArguments = {
  parts: readonly Part[];
  amounts: Amounts;
  /** The file for the figures as JSON, or null. */
  jsonFile: string | null;
  /** Whether a missed aim is a failure. */
  strict: boolean;
};

const USAGE = `Usage: npm run bench [-- options]
  --only a,b,c     some parts only: a the list route, b JavaScript, c 100,000 rows, d AWS calls, e the audit log,
                   f the queries of the index, g operations within the quotas beside the AWS CLI and the SDK,
                   h the runner without quotas, i reading the index,
                   j Go to
  --cancellations N  g: so many by each way (default ${DEFAULTS.cancellations})
  --items N        h: operations of 1,000 items, 10,000 … up to so many (default ${DEFAULTS.items})
  --executions N   i: so many open ones (default ${DEFAULTS.executions})
  --json FILE      also writes name, value, unit and aim of each figure
  --strict         exits 1 where a figure misses its aim`;

/** @throws CommandError with the usage, when something in `args` is not understood */
export function readBenchArguments(args: readonly string[]): BenchArguments {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        only: { type: "string" },
        cancellations: { type: "string" },
        items: { type: "string" },
        executions: { type: "string" },
        json: { type: "string" },
        strict: { type: "boolean" },
      },
    });
    if (values.json === "") throw new Error("--json needs the name of a file.");
    return {
      parts: values.only === undefined ? PARTS : toParts(values.only),
      amounts: {
        cancellations: toAmount("cancellations", values.cancellations),
        items: toAmount("items", values.items),
        executions: toAmount("executions", values.executions),
      },
      jsonFile: values.json ?? null,
      strict: values.strict ?? false,
    };
  } catch (error) {
    throw new CommandError(`${(error as Error).message}\n\n${USAGE}`);
  }
}

/** At least 100: with fewer, the figures would mean nothing. */
function toAmount(name: keyof Amounts, text: string | undefined): number {
  if (text === undefined) return DEFAULTS[name];
  if (!/^[1-9]\d{2,6}$/.test(text))
    throw new Error(`--${name} takes a number from 100 to 9999999, not "${text}".`);
  return Number(text);
}

/** The parts in the bench's order, each once. */
function toParts(text: string): readonly Part[] {
  const wanted = text.split(",").map((letter) => letter.trim());
  const strange = wanted.find((letter) => !PARTS.some((part) => part === letter));
  if (strange !== undefined)
    throw new Error(`--only takes letters from ${PARTS.join(",")}, not "${strange}".`);
  return PARTS.filter((part) => wanted.includes(part));
}
