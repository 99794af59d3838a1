import { describe, expect, test } from "vitest";
import type { Actor } from "./actor";
import { authorize, whyDenied } from "./authorize";
import { type Permission, PERMISSIONS, roleAllows, ROLES, WRITES_TO_AWS } from "./permissions";
import { fitsThingPattern } from "./thing-pattern";

/** The table a second time, on purpose: a slip in one of them fails. */
const EXPECTED: Record<
  Permission,
  readonly [viewer: 0 | 1, operator: 0 | 1, supervisor: 0 | 1, admin: 0 | 1]
> = {
  read: [1, 1, 1, 1],
  "read-audit": [1, 1, 1, 1],
  "cancel-execution": [0, 1, 1, 1],
  "force-cancel-execution": [0, 0, 1, 1],
  "cancel-job": [0, 0, 1, 1],
  "bulk-above-limit": [0, 0, 1, 1],
  "manage-users": [0, 0, 0, 1],
};

const PAIRS = PERMISSIONS.flatMap((permission) =>
  ROLES.map((role, at) => ({ role, permission, isAllowed: EXPECTED[permission][at] === 1 })),
);

const actor = (more: Partial<Actor> = {}): Actor => ({ id: "1", name: "Ann", role: "admin", ...more });

test.each(PAIRS)("$role, $permission: $isAllowed", ({ role, permission, isAllowed }) => {
  expect(roleAllows(role, permission)).toBe(isAllowed);
  expect(authorize(actor({ role }), permission).ok).toBe(isAllowed);
});

test("a refusal names the permission and the reason", () => {
  expect(authorize(actor({ role: "viewer" }), "cancel-job")).toEqual({
    ok: false,
    failure: { kind: "forbidden", permission: "cancel-job", because: "role" },
  });
});

describe("limits", () => {
  test("a person with access to some fleets neither reads nor cancels in another", () => {
    const limited = actor({ fleets: ["eu", "us"] });
    for (const permission of PERMISSIONS) {
      expect(whyDenied(limited, permission, { fleetId: "eu" })).toBeNull();
      expect(whyDenied(limited, permission, { fleetId: "ap" })).toBe("fleet");
    }
  });

  test("a person without access to any fleet sees none", () => {
    expect(whyDenied(actor({ fleets: [] }), "read", { fleetId: "eu" })).toBe("fleet");
  });

  test("a person who is limited to some things reads all of them and cancels only on those", () => {
    const limited = actor({ thingPattern: "kiosk-*" });
    expect(whyDenied(limited, "read", { thingName: "pump-1" })).toBeNull();
    expect(whyDenied(limited, "cancel-execution", { thingName: "kiosk-1" })).toBeNull();
    for (const permission of WRITES_TO_AWS)
      expect(whyDenied(limited, permission, { thingName: "pump-1" })).toBe("thing");
  });

  test("a person who is limited to some things cancels no whole job, since it may run on others too", () => {
    expect(whyDenied(actor({ thingPattern: "kiosk-*" }), "cancel-job", { fleetId: "eu" })).toBe("thing");
    expect(whyDenied(actor({ thingPattern: "*" }), "cancel-job", { fleetId: "eu" })).toBeNull();
  });

  test("a permission that is switched off is refused to admins too", () => {
    const off = actor({ switchedOff: ["cancel-execution"] });
    expect(whyDenied(off, "cancel-execution")).toBe("switched-off");
    expect(whyDenied(off, "force-cancel-execution")).toBeNull();
  });
});

test.each([
  ["kiosk-1", "kiosk-1", true],
  ["kiosk-12", "kiosk-1", false],
  ["kiosk-12", "kiosk-*", true],
  ["kiosk-", "kiosk-*", true],
  ["my-kiosk-1", "kiosk-*", false],
  ["my-kiosk-1", "*kiosk*", true],
  ["a:eu:7", "a:*:7", true],
  ["a:7", "a:*:7", false],
  ["aba", "ab*ba", false],
  ["anything", "*", true],
  ["", "*", true],
  ["kiosk.1", "kiosk?1", false],
  ["xaxbxc", "*a*b*c", true],
])("the thing %s and the pattern %s: %s", (name, pattern, fits) => {
  expect(fitsThingPattern(name, pattern)).toBe(fits);
});
