import { withBuildLock } from "./build-lock.ts";
import { childEnv } from "./child-env.ts";
import { startNode } from "./start-process.ts";

/** A program of the check, relative to the project's folder, and its arguments. */
type Call = { script: string; args: readonly string[] };

export type CheckStep = {
  name: string;
  calls: readonly Call[];
  /** Reads what `next build` writes, so it needs the build lock. */
  readsBuild?: boolean;
};

export type StepOutcome = { name: string; failed: boolean; seconds: number; output: string };

const UNIT = "unit tests";

/** Next's own types of pages and routes. A clean clone lacks them, and both types and lint need them. */
export const ROUTE_TYPES: CheckStep = {
  name: "route types",
  calls: [{ script: "node_modules/next/dist/bin/next", args: ["typegen"] }],
  readsBuild: true,
};

/**
 * The steps of `npm run check` that come after `ROUTE_TYPES`, in any order, the slow ones first.
 *
 * @param unitReport where the unit tests leave their counts
 */
export function checkSteps(unitReport?: string): CheckStep[] {
  const reporters = [
    "--reporter=default",
    ...(unitReport ? ["--reporter=json", `--outputFile.json=${unitReport}`] : []),
  ];
  return [
    { name: UNIT, calls: [{ script: "node_modules/vitest/vitest.mjs", args: ["run", ...reporters] }] },
    {
      name: "lint",
      calls: [{ script: "node_modules/eslint/bin/eslint.js", args: ["--max-warnings", "0", "."] }],
    },
    {
      name: "types",
      calls: [{ script: "node_modules/typescript/bin/tsc", args: ["--noEmit"] }],
      readsBuild: true,
    },
    {
      name: "format",
      calls: [
        { script: "node_modules/prettier/bin/prettier.cjs", args: ["--check", "--log-level=warn", "."] },
      ],
    },
    ourOwn("vocabulary", "lib/scripts/vocabulary/main.ts"),
    ourOwn("sizes", "lib/scripts/sizes/main.ts", "--check"),
    { name: "dead code", calls: [{ script: "node_modules/knip/bin/knip.js", args: [] }] },
    {
      name: "dependency rules",
      calls: [
        {
          script: "node_modules/dependency-cruiser/bin/dependency-cruise.mjs",
          args: ["--config", ".dependency-cruiser.js", "."],
        },
      ],
    },
  ];
}

function ourOwn(name: string, script: string, ...args: string[]): CheckStep {
  return { name, calls: [{ script: "lib/scripts/run.js", args: [script, ...args] }] };
}

/** Whether the failures of this step are counted one by one, by its own report. */
export const isCounted = (step: string): boolean => step === UNIT;

/** Runs the calls of a step one after another until one fails. */
export async function runStep(step: CheckStep): Promise<StepOutcome> {
  const beganAt = performance.now();
  const output: string[] = [];
  const run = async () => {
    for (const call of step.calls) if ((await runCall(call, output)) !== 0) return true;
    return false;
  };
  const failed = await (step.readsBuild ? withBuildLock(run) : run());
  return {
    name: step.name,
    failed,
    seconds: (performance.now() - beganAt) / 1000,
    output: output.join("\n").trim(),
  };
}

function runCall({ script, args }: Call, output: string[]): Promise<number | null> {
  const env = childEnv({ NODE_ENV: undefined, NEXT_TELEMETRY_DISABLED: "1", FORCE_COLOR: colour() });
  return startNode({
    name: script,
    args: [script, ...args],
    env,
    onLine: (line) => output.push(line),
  }).exited;
}

const colour = () =>
  process.env.FORCE_COLOR ?? (process.stdout.isTTY && !process.env.NO_COLOR ? "1" : undefined);
