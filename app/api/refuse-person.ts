import { createRequestLimit, type RequestLimit } from "@/lib/gate/request-limit";
import { requestsPerSecond } from "@/lib/services";

const holder = globalThis as typeof globalThis & { standdownPersonLimit?: RequestLimit };

/** An answer when this person asks beyond their share, from however many addresses; null when they may go on. */
export function refusePerson(personId: string): Response | null {
  holder.standdownPersonLimit ??= createRequestLimit(requestsPerSecond());
  const admission = holder.standdownPersonLimit.admit(personId);
  if (admission.ok) {
    admission.done(); // what is under way is bounded by address
    return null;
  }
  return new Response(`Too many requests of yours. Try again in ${admission.retryAfterS} s.\n`, {
    status: 429,
    headers: { "retry-after": String(admission.retryAfterS), "cache-control": "no-store" },
  });
}
