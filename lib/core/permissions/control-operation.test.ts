import { expect, test } from "vitest";
import type { Actor } from "./actor";
import { type OperationControl, whyControlDenied } from "./control-operation";
import { type Role, WRITES_TO_AWS } from "./permissions";

const CONTROLS: readonly OperationControl[] = ["pause", "resume", "stop"];
const OPERATION = { fleetId: "north", personId: "ada" };

const may = (actor: Partial<Actor>) =>
  CONTROLS.filter(
    (control) =>
      whyControlDenied({ id: "bob", name: "Bob", role: "viewer", ...actor }, control, OPERATION) === null,
  );

test.each<[string, Partial<Actor>, readonly OperationControl[]]>([
  ["whoever asked for it", { id: "ada", role: "operator" }, CONTROLS],
  ["another operator", { role: "operator" }, []],
  ["a viewer", { role: "viewer" }, []],
  ["a supervisor", { role: "supervisor" }, CONTROLS],
  ["an admin", { role: "admin" }, CONTROLS],
  ["whoever asked, and may only look now", { id: "ada", role: "viewer" }, ["pause", "stop"]],
  ["whoever asked, of another fleet now", { id: "ada", role: "operator", fleets: ["south"] }, []],
  ["an admin of another fleet", { role: "admin", fleets: ["south"] }, []],
  [
    "an admin, while nothing may be written",
    { role: "admin", switchedOff: WRITES_TO_AWS },
    ["pause", "stop"],
  ],
  ["somebody without a role", { id: "ada", role: "stranger" as Role }, []],
])("%s may steer it this far", (_, actor, controls) => {
  expect(may(actor)).toEqual(controls);
});

test("a refusal names what is missing", () => {
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
