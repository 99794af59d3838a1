import { expect, test } from "vitest";
import { attributeJobCancellation, type CancelJobCall } from "./cancel-job";
import type { Job } from "./job";

type Marks = Pick<Job, "reasonCode" | "comment" | "forceCanceled">;
const job = (marks: Partial<Marks>) =>
  ({
    jobId: "fw",
    status: "CANCELED",
    reasonCode: null,
    comment: null,
    forceCanceled: false,
    ...marks,
  }) as Job;
const BARE: CancelJobCall = { force: false, reasonCode: null, comment: null };
const OURS = { reasonCode: "WRONG_IMAGE", comment: "See ticket 7" };

test.each<
  [
    string,
    Partial<CancelJobCall>,
    now: Partial<Marks>,
    before: Partial<Marks>,
    ReturnType<typeof attributeJobCancellation>,
  ]
>([
  ["reason code and comment are ours", OURS, OURS, {}, "us"],
  ["the reason code is ours", { reasonCode: "A" }, { reasonCode: "A", comment: "theirs" }, {}, "us"],
  ["the comment is ours", { comment: "ours" }, { comment: "ours" }, {}, "us"],
  ["one of two is new", OURS, OURS, { comment: OURS.comment }, "us"],
  ["both stood there before", OURS, OURS, OURS, "us-or-others"],
  ["ours brought neither", BARE, {}, {}, "us-or-others"],
  ["ours brought neither, and there is one", BARE, { reasonCode: "THEIRS" }, {}, "us-or-others"],
  ["another reason code", OURS, { ...OURS, reasonCode: "THEIRS" }, {}, "others"],
  ["another comment", OURS, { ...OURS, comment: "theirs" }, {}, "others"],
  ["neither, though ours brought both", OURS, {}, {}, "others"],
  ["forced, and ours was not", BARE, { forceCanceled: true }, {}, "others"],
  ["forced, though the words are ours", OURS, { ...OURS, forceCanceled: true }, {}, "others"],
  ["forced, as ours was", { force: true }, { forceCanceled: true }, {}, "us-or-others"],
  ["without the mark of force, which AWS may leave out", { force: true }, {}, {}, "us-or-others"],
  ["forced, with our words", { ...OURS, force: true }, { ...OURS, forceCanceled: true }, {}, "us"],
])("attributes the cancellation of a job: %s", (_, call, now, before, expected) => {
  expect(attributeJobCancellation(job(before), { ...BARE, ...call }, job(now))).toBe(expected);
});
