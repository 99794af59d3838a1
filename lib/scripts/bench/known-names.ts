import { childEnv } from "../child-env.ts";
import { PROJECT } from "../project.ts";
import { startNode } from "../start-process.ts";
import { type Figure, roundTo } from "./figure.ts";

const NAMES = 1_000_000;
const ENGINES = ["embedded", "postgres"] as const;

/** The aim for each keystroke on PostgreSQL. */
const KEY_AIM_MS = 50;
const HELD_TO_AIM: readonly string[] = ["a key, median", "a key, p95"];

/**
 * Measures the server's work for a keystroke in Go to with a million names, on both engines. In a process of its own,
 * which imports the product's store; commands do not.
 */
export async function measureKnownNames(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const engine of ENGINES) figures.push(...(await measureOn(engine)));
  return figures;
}

async function measureOn(engine: (typeof ENGINES)[number]): Promise<Figure[]> {
  const figures: Figure[] = [];
  const measuring = startNode({
    name: `Names on the ${engine} engine`,
    args: [
      "--no-warnings",
      ...["--import", `${PROJECT}/lib/scripts/resolve-sources.js`],
      `${PROJECT}/lib/server/open-executions/testing/measure-names.ts`,
      ...[engine, String(NAMES)],
    ],
    env: childEnv(),
    onLine: (line) => {
      if (line.startsWith("{")) figures.push(toFigure(engine, JSON.parse(line) as Omit<Figure, "aim">));
      else console.log(line);
    },
  });
  if ((await measuring.exited) !== 0)
    throw new Error(`${measuring.name} was not measured:\n${measuring.tail()}`);
  return figures;
}

function toFigure(engine: string, { name, unit, value }: Omit<Figure, "aim">): Figure {
  return {
    name: `j. Go to with 1,000,000 names, ${engine}: ${name}`,
    unit,
    value: roundTo(1, value),
    aim: engine === "postgres" && HELD_TO_AIM.includes(name) ? { max: KEY_AIM_MS } : null,
  };
}
