import { expect, test } from "vitest";
import { canceledSentence } from "./canceled-words";

const WHAT = "fw on kiosk-1";

test("a cancellation of ours is claimed once a read has shown it", () => {
  expect(canceledSentence({ confirmed: true, by: "us" }, WHAT)).toBe("Canceled in AWS IoT: fw on kiosk-1.");
  expect(canceledSentence({ confirmed: false, by: "us" }, WHAT)).toMatch(
    /^Cancel requested: .*no read shows it yet/,
  );
});

test("one that may be somebody else's is not claimed, and the sentence says whose answer was lost", () => {
  const canceled = { confirmed: true, by: "us-or-others" } as const;
  expect(canceledSentence(canceled, WHAT)).toContain(
    "Canceled, by you or by someone else: AWS's answer was lost (fw on kiosk-1).",
  );
  expect(canceledSentence(canceled, WHAT, "console")).toContain(
    "by someone else: the answer of Standdown's own server was lost (fw on kiosk-1).",
  );
});
