import { expect, test } from "vitest";
import type { Actor } from "@/lib/core/permissions/actor";
import type { CancelPlan } from "@/lib/core/domain/cancel-plan";
import { whyNotCancel, whyNotForce, whyNotRequest } from "./why-not-request";

const actor = (role: Actor["role"], more: Partial<Actor> = {}): Actor => ({
  id: "1",
  name: "Pat",
  role,
  ...more,
});

const plan = (counts: Partial<CancelPlan["counts"]>) =>
  ({ fleetId: "demo", bulkLimit: 500, counts: { inProgress: 0, ...counts } }) as CancelPlan;

test("a viewer cancels nothing, an operator what is queued, a supervisor also by force", () => {
  expect(whyNotCancel(actor("viewer"), "demo")).toBe("Your role may not cancel executions. Ask an operator.");
  expect(whyNotCancel(actor("operator"), "demo")).toBeNull();
  expect(whyNotForce(actor("operator"), "demo")).toBe("Your role may not cancel by force. Ask a supervisor.");
  expect(whyNotForce(actor("supervisor"), "demo")).toBeNull();
});

test("only a supervisor cancels more at once than the fleet's limit", () => {
  const order = { force: false, total: 501 };
  expect(whyNotRequest(actor("operator"), plan({}), order)).toBe(
    "Your role may not cancel that many at once. Ask a supervisor.",
  );
  expect(whyNotRequest(actor("operator"), plan({}), { ...order, total: 500 })).toBeNull();
  expect(whyNotRequest(actor("supervisor"), plan({}), order)).toBeNull();
});

test("where there is nothing to cancel, it says what would be needed", () => {
  const order = { force: false, total: 0 };
  expect(whyNotRequest(actor("operator"), plan({}), order)).toBe("Nothing on this list can be canceled.");
  expect(whyNotRequest(actor("operator"), plan({ inProgress: 2 }), order)).toBe(
    "None of these is queued: without force there is nothing to cancel.",
  );
});

test("another person's fleet, and what is turned off for everyone, have reasons of their own", () => {
  expect(whyNotCancel(actor("admin", { fleets: ["other"] }), "demo")).toContain("limited to other fleets");
  expect(whyNotForce(actor("admin", { switchedOff: ["force-cancel-execution"] }), "demo")).toContain(
    "turned off for everyone",
  );
});
