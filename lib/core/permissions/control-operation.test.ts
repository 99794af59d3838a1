import { expect, test } from "vitest";
import type { Actor } from "./actor";
import { type OperationControl, whyControlDenied } from "./control-operation";
import { type Role, WRITES_TO_AWS } from "./permissions";

const CONTROLS: readonly OperationControl[] = ["pause", "resume", "stop"];
const OPERATION = { fleetId: "north", personId: "ada" };

const allowedTo = (actor: Partial<Actor>) =>
  CONTROLS.filter(
    (control) =>
      whyControlDenied({ id: "bob", name: "Bob", role: "viewer", ...actor }, control, OPERATION) === null,
  );

test.each<[string, Partial<Actor>, readonly OperationControl[]]>([
  ["the person who requested it", { id: "ada", role: "operator" }, CONTROLS],
  ["another operator", { role: "operator" }, []],
  ["a viewer", { role: "viewer" }, []],
  ["a supervisor", { role: "supervisor" }, CONTROLS],
  ["an admin", { role: "admin" }, CONTROLS],
  ["the person who requested it, and is a viewer now", { id: "ada", role: "viewer" }, ["pause", "stop"]],
  [
    "the person who requested it, and has lost access to the fleet",
    { id: "ada", role: "operator", fleets: ["south"] },
    [],
  ],
  ["an admin without access to the fleet", { role: "admin", fleets: ["south"] }, []],
  [
    "an admin, while canceling is switched off",
    { role: "admin", switchedOff: WRITES_TO_AWS },
    ["pause", "stop"],
  ],
  ["a person without a role", { id: "ada", role: "stranger" as Role }, []],
])("%s may control it this far", (_, actor, controls) => {
  expect(allowedTo(actor)).toEqual(controls);
});

test("a refusal names the missing permission and the reason", () => {
  const bob = { id: "bob", name: "Bob", role: "operator" } as const;
  expect(whyControlDenied(bob, "stop", OPERATION)).toMatchObject({
    permission: "control-operation",
    because: "role",
  });
  const off = { ...bob, id: "ada", switchedOff: WRITES_TO_AWS };
  expect(whyControlDenied(off, "resume", OPERATION)).toMatchObject({
    permission: "cancel-execution",
    because: "switched-off",
  });
});
