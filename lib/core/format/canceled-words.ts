import type { CanceledBy, Silent } from "@/lib/core/domain/cancel-failure";

/**
 * Reports a cancellation that took effect, and claims no more than AWS has confirmed: canceled once a read has shown
 * it, requested until then.
 *
 * @param what   the execution or the job, by its names
 * @param silent whose answer was lost, where nobody can say who canceled it
 */
export function canceledSentence(
  { confirmed, by }: { confirmed: boolean; by: CanceledBy },
  what: string,
  silent: Silent = "aws",
): string {
  if (!confirmed) return `Cancel requested: ${what}. AWS IoT accepted it; no read shows it yet.`;
  if (by === "us") return `Canceled in AWS IoT: ${what}.`;
  const whose = silent === "aws" ? "AWS's answer" : "the answer of Standdown's own server";
  return `Canceled, by you or by someone else: ${whose} was lost (${what}).`;
}
