import { expect, test } from "vitest";
import { findSeedIssues } from "../seed/find-seed-issues.ts";
import { World } from "../state/world.ts";
import { loadFleet } from "./load-fleet.ts";

test.each(["empty", "demo", "large"] as const)("the %s fleet is a sound seed", async (name) => {
  const { seed } = await loadFleet(name, 1, Date.UTC(2026, 10, 23));
  expect(findSeedIssues(new World({ hasQuotas: true, lagMs: 0 }), seed)).toBeUndefined();
});
