import { NeverSent, UnreadableAnswer } from "./check-answers";

/**
 * The label of an error for the audit log: its name, or its code if the name says nothing. An unreadable
 * answer is labeled by status and media type. A name may come from the answer, so one that is not a plain word is
 * left out.
 */
export function errorLabel(error: unknown): string {
  if (error instanceof UnreadableAnswer) return error.message;
  if (error instanceof NeverSent) return errorLabel(error.cause);
  if (!(error instanceof Error)) return UNKNOWN;
  const hasCode =
    "code" in error && typeof error.code === "string" && /^[A-Z][A-Z0-9_]{1,63}$/.test(error.code);
  if (hasCode && CODED.has(error.name)) return error.code as string;
  // Our own time limit aborts the call.
  if (error.name === "AbortError") return "TimeoutError";
  return safeName(error.name);
}

/** Names that say less than the code. The SDK calls a connection that was reset a `TimeoutError`. */
const CODED = new Set(["Error", "AggregateError", "TimeoutError"]);

/** The name, if it is a word. */
export const safeName = (name: string): string => (/^[A-Za-z][A-Za-z0-9]{1,63}$/.test(name) ? name : UNKNOWN);

const UNKNOWN = "an unknown error";
