import { countWords, rateWords } from "./count";
import { duration } from "./duration";

/** The progress of a plan: "12,250 of about 100,000 read". Without a total, or beyond it, only the count. */
export function readWords(read: number, ofAbout: number | null): string {
  return ofAbout !== null && ofAbout > read
    ? `${countWords(read)} of about ${countWords(ofAbout)} read`
    : `${countWords(read)} read`;
}

/** The duration: "about 3 min 6 s: 8 of AWS's 10 calls a second". Each execution is one call of CancelJobExecution. */
export function paceWords(executions: number, quotaPerSecond: number | null, share: number): string {
  if (quotaPerSecond === null) return "as fast as AWS answers: no quota is applied here";
  const perSecond = quotaPerSecond * share;
  const ms = Math.ceil(executions / perSecond) * 1_000;
  const calls = `${rateWords(perSecond)} of AWS's ${rateWords(quotaPerSecond)} calls a second`;
  return `about ${exactMinutes(ms)}: ${calls}`;
}

/** A duration of less than an hour in minutes and seconds. From an hour on, it is written as any duration. */
function exactMinutes(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60 || seconds >= 3_600) return duration(ms);
  const rest = seconds % 60;
  return `${Math.floor(seconds / 60)} min${rest === 0 ? "" : ` ${rest} s`}`;
}

/** The needed role, and the reason for it. */
export function neededRoleWords(order: { force: boolean; executions: number; bulkLimit: number }): string {
  const because = [
    order.force && "force is used",
    order.executions > order.bulkLimit && `more than ${countWords(order.bulkLimit)} are canceled at once`,
  ].filter((reason) => reason !== false);
  return because.length === 0 ? "an operator" : `a supervisor, as ${because.join(" and ")}`;
}

/** A typed number, with or without separators. Null for anything else. */
export function typedNumber(text: string): number | null {
  const digits = text.replace(/[\s,.'’]/g, "");
  return /^\d{1,9}$/.test(digits) ? Number(digits) : null;
}
