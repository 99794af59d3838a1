import { describe, expect, test } from "vitest";
import { passwordFault } from "./password-rules";

const EMAIL = "joanna.smith@fleetworks.example";

describe("a new password", () => {
  test.each([
    "turquoise lamp eats gravel",
    "kV9#pq2Lw!xz",
    "vierzehn-blaue-kannen",
    "我喜欢在雨中骑自行车去上班真的",
    "the kiosk by the harbour is wet",
  ])("%s is taken", (password) => expect(passwordFault(password, EMAIL)).toBeNull());

  test.each([
    ["short", "at least 12"],
    ["elevenchars", "at least 12"],
    ["x".repeat(129), "at most 128"],
    ["password1234", "tried first"],
    ["P@ssw0rd2026!", "tried first"],
    ["Administrator1!", "tried first"],
    ["2026Summer2026", "tried first"],
    ["passwordpassword", "tried first"],
    ["aaaaaaaaaaaa", "tried first"],
    ["abcabcabcabc", "tried first"],
    ["123456789012", "tried first"],
    ["qwertyuiopas", "tried first"],
    ["poiuytrewqlk".slice(0, 10) + "!!!!", "tried first"],
    ["correcthorsebatterystaple", "tried first"],
    ["standdown2026", "tried first"],
    ["joanna.smith1", "your address"],
    ["fleetworks-1!", "your address"],
  ])("%s is refused: %s", (password, why) => expect(passwordFault(password, EMAIL)).toContain(why));
});
