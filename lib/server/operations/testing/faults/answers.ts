import type { ItemOutcome } from "@/lib/core/domain/operation";
import type { AnswerWord } from "./fault-table";

/** What an answer means everywhere that a person sees it. */
interface Answer {
  /** The kind of a single cancellation, in the outcome and in the audit log. */
  kind: string;
  /** A part of the sentence on the page. Null: it was canceled. */
  says: string | null;
  /** An item that is not tried again. */
  item: {
    audit: string;
    outcome: ItemOutcome;
    /** A part of the item's words, on the page and in the CSV file. */
    why: string;
    /** How an item with tries left continues: with this same answer, or another try that AWS accepts. */
    next: "stays" | "is tried again" | "waits for the system";
  };
}

export const ANSWERS: Readonly<Record<AnswerWord, Answer>> = {
  canceled: {
    kind: "canceled",
    says: null,
    item: {
      audit: "accepted",
      outcome: "canceled",
      why: "AWS IoT accepted the cancellation",
      next: "stays",
    },
  },
  "canceled by us or others": {
    kind: "canceled-by-us-or-others",
    says: null,
    item: {
      audit: "canceled-by-us-or-others",
      outcome: "canceled",
      why: "Canceled by this operation or by someone else",
      next: "stays",
    },
  },
  "not canceled": {
    kind: "not-canceled",
    says: "AWS did not confirm",
    item: {
      audit: "not-canceled",
      outcome: "gave-up",
      why: "AWS did not confirm (",
      next: "is tried again",
    },
  },
  "refused, still open": {
    kind: "not-canceled",
    says: "AWS refused",
    item: {
      audit: "not-canceled",
      outcome: "gave-up",
      why: "AWS refused, though it was still",
      next: "is tried again",
    },
  },
  throttled: {
    kind: "throttled",
    says: "is throttled",
    item: {
      audit: "throttled",
      outcome: "gave-up",
      why: "CancelJobExecution was throttled",
      next: "is tried again",
    },
  },
  "too many jobs": {
    kind: "limit-exceeded",
    says: "Too many jobs are running",
    item: { audit: "limit-exceeded", outcome: "gave-up", why: "", next: "stays" },
  },
  credentials: {
    kind: "credentials",
    says: "AWS did not accept the console's credentials",
    item: {
      audit: "credentials",
      outcome: "canceled",
      why: "AWS IoT accepted the cancellation",
      next: "waits for the system",
    },
  },
  denied: {
    kind: "denied",
    says: "AWS denied",
    item: {
      audit: "denied",
      outcome: "denied",
      why: "AWS denied the call on this thing (iot:CancelJobExecution)",
      next: "stays",
    },
  },
  "invalid request": {
    kind: "invalid-request",
    says: "AWS refused Cancel",
    item: {
      audit: "invalid-request",
      outcome: "gave-up",
      why: "AWS refused the request",
      next: "stays",
    },
  },
};

/** Words that say that it was not canceled: false if AWS acted. */
export const DENIES = /nothing was canceled|is not canceled|still (queued|in progress)|nothing to cancel/i;
/** Words that say that it was canceled: false if AWS did not act. */
export const CLAIMS = /already (been )?canceled|^canceled|accepted the cancellation|found canceled/i;
