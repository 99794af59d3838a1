import { childEnv } from "../child-env.ts";
import { PROJECT } from "../project.ts";
import { startNode } from "../start-process.ts";

/**
 * Runs a measurement that imports the product, in a process of its own, since commands do not import it. Each JSON line
 * that it prints is a result; other lines are printed for the person.
 *
 * @param program its file, from the project's folder
 * @throws with its last lines when it fails
 */
export async function runMeasure<Line>(
  name: string,
  [program, ...args]: readonly [string, ...string[]],
  env: Readonly<Record<string, string>> = {},
): Promise<Line[]> {
  const lines: Line[] = [];
  const measuring = startNode({
    name,
    args: [
      "--no-warnings",
      ...["--import", `${PROJECT}/lib/scripts/resolve-sources.js`],
      `${PROJECT}/${program}`,
      ...args,
    ],
    env: childEnv(env),
    onLine: (line) => {
      if (line.startsWith("{")) lines.push(JSON.parse(line) as Line);
      else console.log(line);
    },
  });
  if ((await measuring.exited) !== 0)
    throw new Error(`${measuring.name} was not measured:\n${measuring.tail()}`);
  return lines;
}
