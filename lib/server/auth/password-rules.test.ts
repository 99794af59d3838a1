import { describe, expect, test } from "vitest";
import { passwordIssue } from "./password-rules";

const EMAIL = "joanna.smith@fleetworks.example";

describe("a new password", () => {
  test.each([
    "turquoise lamp eats gravel",
    "kV9#pq2Lw!xz",
    "vierzehn-blaue-kannen",
    "我喜欢在雨中骑自行车去上班真的",
    "the kiosk by the harbour is wet",
  ])("%s is accepted", (password) => expect(passwordIssue(password, EMAIL)).toBeNull());

  test.each([
    ["short", "at least 12"],
    ["elevenchars", "at least 12"],
    ["x".repeat(129), "at most 128"],
    ["password1234", "try first"],
    ["P@ssw0rd2026!", "try first"],
    ["Administrator1!", "try first"],
    ["2026Summer2026", "try first"],
    ["passwordpassword", "try first"],
    ["aaaaaaaaaaaa", "try first"],
    ["abcabcabcabc", "try first"],
    ["123456789012", "try first"],
    ["qwertyuiopas", "try first"],
    ["poiuytrewqlk".slice(0, 10) + "!!!!", "try first"],
    ["correcthorsebatterystaple", "try first"],
    ["standdown2026", "try first"],
    ["joanna.smith1", "your address"],
    ["fleetworks-1!", "your address"],
  ])("%s is refused: %s", (password, why) => expect(passwordIssue(password, EMAIL)).toContain(why));
});
