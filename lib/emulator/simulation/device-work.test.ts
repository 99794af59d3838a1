import { expect, it } from "vitest";
import { progressDetails, workOfDocument } from "./device-work.ts";

const firmware = workOfDocument('{"operation":"install-firmware"}');

it.each([
  [0, { step: "preparing", percent: "0" }],
  [61.7, { step: "flashing", percent: "61" }],
  [100, { step: "rebooting", percent: "100" }],
])("at %d percent says %o", (percent, details) => {
  expect(progressDetails(firmware, percent)).toEqual(details);
});

it.each([
  "",
  "not json",
  "null",
  "[]",
  "7",
  '{"operation":7}',
  '{"operation":"constructor"}',
  '{"operation":"dance"}',
])("takes the document %j for plain work", (document) => {
  expect(progressDetails(workOfDocument(document), 40)).toEqual({ step: "working", percent: "40" });
});
