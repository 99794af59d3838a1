import { expect, test } from "vitest";
import { savedPlanSchema } from "./saved-plan";

const question = { kind: "job", jobId: "fw", statuses: ["QUEUED"], name: null };
const draft = { reason: "wrong image", statusDetails: [{ key: "by", value: "" }], keepDeviceDetails: true };

test.each([
  ["this build", { sendsReason: true }, true],
  ["the build before a rename", { tellsDevice: true }, true],
  ["a build that had no such choice", {}, false],
])("a draft of %s is restored", (_, choice, sendsReason) => {
  expect(savedPlanSchema.parse({ question, draft: { ...draft, ...choice } })).toEqual({
    selector: question,
    draft: { ...draft, sendsReason },
  });
});
