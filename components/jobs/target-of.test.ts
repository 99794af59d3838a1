import { expect, test } from "vitest";
import { targetOf } from "./target-of";

test.each([
  ["arn:aws:iot:eu-west-1:123456789012:thing/kiosk:ams-014", { kind: "thing", name: "kiosk:ams-014" }],
  ["arn:aws-cn:iot:cn-north-1:123456789012:thinggroup/presses", { kind: "group", name: "presses" }],
  ["arn:aws:iot:eu-west-1:123456789012:thing/a:thinggroup/b", { kind: "thing", name: "a:thinggroup/b" }],
  [
    "arn:aws:iot:eu-west-1:123456789012:job/j",
    { kind: "other", name: "arn:aws:iot:eu-west-1:123456789012:job/j" },
  ],
  ["", { kind: "other", name: "" }],
])("%s", (arn, target) => {
  expect(targetOf(arn)).toEqual(target);
});
