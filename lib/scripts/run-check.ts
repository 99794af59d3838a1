import { availableParallelism } from "node:os";
import { checkSteps, ROUTE_TYPES, runStep, type StepOutcome } from "./check-steps.ts";

const STEPS_AT_ONCE = 3;

/**
 * Runs all checks, a few at a time, and prints the whole output of each when it ends.
 *
 * @param unitReport where the unit tests write their JSON report, if given
 */
export async function runCheck(unitReport?: string): Promise<StepOutcome[]> {
  const outcomes: StepOutcome[] = [await runStep(ROUTE_TYPES)];
  outcomes.forEach(print);
  const waiting = checkSteps(unitReport);
  const worker = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const outcome = await runStep(step);
      outcomes.push(outcome);
      print(outcome);
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), STEPS_AT_ONCE) }, worker));

  const failed = outcomes.filter((outcome) => outcome.failed).map(({ name }) => name);
  console.log(failed.length === 0 ? "\nAll checks passed." : `\nFailed: ${failed.join(", ")}.`);
  return outcomes;
}

function print({ name, failed, seconds, output }: StepOutcome) {
  console.log(
    `\n${failed ? "✗" : "✓"} ${name} (${seconds.toFixed(1)} s)${output === "" ? "" : `\n${output}`}`,
  );
}
