import { expect, test } from "vitest";
import { JOB_ID_PATTERN, originFromArn, THING_NAME_PATTERN, thingNameFromArn } from "./names";

test.each([
  ["arn:aws:iot:eu-west-1:123456789012:thing/kiosk", "kiosk"],
  ["arn:aws:iot:eu-west-1:123456789012:thing/site:7:kiosk", "site:7:kiosk"],
  ["arn:aws-cn:iot:cn-north-1:123456789012:thing/a:thing", "a:thing"],
  ["arn:aws:iot:eu-west-1:123456789012:thinggroup/kiosks", null],
  ["arn:aws:iot:eu-west-1:123456789012:job/fw", null],
  ["kiosk", null],
  ["", null],
])("the thing of %s is %s", (arn, name) => {
  expect(thingNameFromArn(arn)).toBe(name);
});

test.each([
  ["arn:aws:iot:eu-west-1:123456789012:thing/kiosk", { region: "eu-west-1", account: "123456789012" }],
  ["arn:aws-cn:iot:cn-north-1:123456789012:job/fw", { region: "cn-north-1", account: "123456789012" }],
  [
    "arn:aws-us-gov:iot:us-gov-west-1:123456789012:thing/a",
    { region: "us-gov-west-1", account: "123456789012" },
  ],
  ["arn:aws:s3:eu-west-1:123456789012:thing/kiosk", null],
  ["arn:aws:iot:eu-west-1:12345678901:thing/kiosk", null],
  ["arn:aws:iot::123456789012:thing/kiosk", null],
  ["a arn:aws:iot:eu-west-1:123456789012:thing/kiosk", null],
  ["kiosk", null],
  ["", null],
  [undefined, null],
])("the account and region of %s are %j", (arn, origin) => {
  expect(originFromArn(arn)).toEqual(origin);
});

test.each(["..", ".", "", "a/b", "a b", "a\n", "ü", "x".repeat(129)])("%j is no thing's name", (name) => {
  expect(THING_NAME_PATTERN.test(name)).toBe(false);
});

test.each(["..", ".", "", "a:b", "a\n", "x".repeat(65)])("%j is no job's id", (id) => {
  expect(JOB_ID_PATTERN.test(id)).toBe(false);
});

test("names up to the last character allowed are names", () => {
  expect(THING_NAME_PATTERN.test(`-_:${"x".repeat(125)}`)).toBe(true);
  expect(JOB_ID_PATTERN.test(`-_${"x".repeat(62)}`)).toBe(true);
});
