import { expect, test } from "vitest";
import type { Actor } from "./actor";
import { type Steering, whyNotSteer } from "./may-steer";
import { type Role, WRITES_TO_AWS } from "./permissions";

const STEERINGS: readonly Steering[] = ["pause", "resume", "stop"];
const OPERATION = { fleetId: "north", personId: "ada" };

const may = (actor: Partial<Actor>) =>
  STEERINGS.filter(
    (steering) =>
      whyNotSteer({ id: "bob", name: "Bob", role: "viewer", ...actor }, steering, OPERATION) === null,
  );

test.each<[string, Partial<Actor>, readonly Steering[]]>([
  ["whoever asked for it", { id: "ada", role: "operator" }, STEERINGS],
  ["another operator", { role: "operator" }, []],
  ["a viewer", { role: "viewer" }, []],
  ["a supervisor", { role: "supervisor" }, STEERINGS],
  ["an admin", { role: "admin" }, STEERINGS],
  ["whoever asked, and may only look now", { id: "ada", role: "viewer" }, ["pause", "stop"]],
  ["whoever asked, of another fleet now", { id: "ada", role: "operator", fleets: ["south"] }, []],
  ["an admin of another fleet", { role: "admin", fleets: ["south"] }, []],
  [
    "an admin, while nothing may be written",
    { role: "admin", switchedOff: WRITES_TO_AWS },
    ["pause", "stop"],
  ],
  ["somebody without a role", { id: "ada", role: "stranger" as Role }, []],
])("%s may steer it this far", (_, actor, steerings) => {
  expect(may(actor)).toEqual(steerings);
});

test("a refusal names what is missing", () => {
  const bob = { id: "bob", name: "Bob", role: "operator" } as const;
  expect(whyNotSteer(bob, "stop", OPERATION)).toMatchObject({ deed: "steer-operation", because: "role" });
  const off = { ...bob, id: "ada", switchedOff: WRITES_TO_AWS };
  expect(whyNotSteer(off, "resume", OPERATION)).toMatchObject({
    deed: "cancel-execution",
    because: "switched-off",
  });
});
