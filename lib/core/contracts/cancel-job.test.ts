import { expect, test } from "vitest";
import { type CancelJobCommand, cancelJobSchema, toCancelJobCall } from "./cancel-job";

const COMMAND: CancelJobCommand = {
  fleetId: "eu",
  jobId: "fw-2_4",
  seenCreatedAt: new Date("2026-11-23T12:00:00.250Z"),
  force: false,
  reasonCode: "WRONG_IMAGE_2",
  comment: "größer 🙂",
};

test("a command is parsed to itself, and empty texts are not sent", () => {
  expect(cancelJobSchema.parse(COMMAND)).toEqual(COMMAND);
  expect(cancelJobSchema.parse(JSON.parse(JSON.stringify(COMMAND)))).toEqual(COMMAND);
  expect(toCancelJobCall(COMMAND)).toEqual({
    force: false,
    reasonCode: "WRONG_IMAGE_2",
    comment: "größer 🙂",
  });
  const bare = cancelJobSchema.parse({ ...COMMAND, reasonCode: " ", comment: "  " });
  expect(toCancelJobCall(bare)).toEqual({ force: false, reasonCode: null, comment: null });
});

test("the creation time of the job may be unknown, and is never left out", () => {
  const unknown = { ...COMMAND, seenCreatedAt: null };
  expect(cancelJobSchema.parse(unknown)).toEqual(unknown);
  for (const seenCreatedAt of [undefined, "yesterday"])
    expect(cancelJobSchema.safeParse({ ...COMMAND, seenCreatedAt }).success).toBe(false);
});

test("both texts are accepted at their limits", () => {
  const long = { ...COMMAND, reasonCode: "A".repeat(128), comment: "c".repeat(2_028) };
  expect(cancelJobSchema.parse(long)).toEqual(long);
});

test.each([
  [{ reasonCode: "lower" }, "capital letters"],
  [{ reasonCode: "TWO WORDS" }, "capital letters"],
  [{ reasonCode: "ÄRGER" }, "capital letters"],
  [{ reasonCode: "A".repeat(129) }, "At most 128"],
  [{ comment: "two\nlines" }, "No line breaks"],
  [{ comment: "a\u200db" }, "No line breaks"],
  [{ comment: "c".repeat(2_029) }, "At most 2,028"],
  [{ jobId: ".." }, "job's id"],
])("%j is refused with a sentence", (wrong, sentence) => {
  const parsed = cancelJobSchema.safeParse({ ...COMMAND, ...wrong });
  expect(parsed.error?.issues[0]?.message).toContain(sentence);
});
