import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { takeTurns } from "./take-turns.ts";

it("alternates the sides, changes which goes first, and never exceeds its callers", async () => {
  const calls: string[] = [];
  let underWay = 0;
  let most = 0;
  const side = (name: string) => async (turn: number) => {
    calls.push(`${name}${turn}`);
    most = Math.max(most, ++underWay);
    await sleep(1);
    underWay--;
  };

  const samples = await takeTurns(
    { bare: side("bare"), console: side("console") },
    { callers: 2, callsPerRound: 3, budgetMs: 0, warmUpRounds: 1 },
  );

  expect(calls).toEqual([
    ...["bare0", "bare1", "bare2", "console0", "console1", "console2"], // warm-up
    ...["console3", "console4", "console5", "bare3", "bare4", "bare5"],
  ]);
  expect(most).toBe(2);
  expect(samples.bare).toHaveLength(3);
  expect(samples.console).toHaveLength(3);
});
