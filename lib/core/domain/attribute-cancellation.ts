import type { CancelCall } from "./decide-cancellation";
import type { Execution } from "./execution";
import type { StatusDetails } from "./status-details";

/** `us-or-others`: nothing distinguishes the two. */
export type Attribution = "us" | "others" | "us-or-others";

/**
 * AWS refuses a request whose signature is older than five minutes, so it cannot act on ours later than that. Twice
 * that time leaves room for clocks that differ.
 */
const CANNOT_ACT_AFTER_MS = 10 * 60_000;

/**
 * Decides whose cancellation a read shows, after AWS's answer to ours was lost, or was a refusal that may have been for
 * a second copy of our call. Only what AWS documents, or what cannot be otherwise, counts as proof.
 *
 * @param before the read before our call, when the execution was open
 * @param call   what was sent
 * @param sentAt when, by our clock
 * @param now    the same execution, CANCELED
 */
export function attributeCancellation(
  before: Pick<Execution, "statusDetails">,
  call: CancelCall,
  sentAt: Date,
  now: Execution,
): Attribution {
  if (isTooLateForOurs(sentAt, now)) return "others";
  // AWS sets this mark if force was sent. A missing mark proves nothing, as AWS may leave it out.
  if (now.forceCanceled && !call.force) return "others";
  // Ours was only valid for this version. A cancellation adds one at most, and nothing changes after it.
  if (
    call.expectedVersion !== null &&
    now.versionNumber !== null &&
    now.versionNumber > call.expectedVersion + 1
  )
    return "others";
  if (call.statusDetails === null) return "us-or-others";
  if (!hasAll(now.statusDetails, call.statusDetails)) return "others";
  // Details that were there before our call prove nothing.
  return hasAll(before.statusDetails, call.statusDetails) ? "us-or-others" : "us";
}

/**
 * Whether the execution was canceled too late for our call to have done it. `lastUpdatedAt` is by AWS's clock, and
 * `sentAt` is by ours, which may be slow by any amount, as the SDK signs by AWS's clock. So their difference proves
 * something only if as much time has also passed on our own clock, by `readAt`.
 */
function isTooLateForOurs(sentAt: Date, { lastUpdatedAt, readAt }: Execution): boolean {
  const isLaterThanOurs = (time: Date) => time.getTime() - sentAt.getTime() > CANNOT_ACT_AFTER_MS;
  return lastUpdatedAt !== null && isLaterThanOurs(lastUpdatedAt) && isLaterThanOurs(readAt);
}

function hasAll(details: StatusDetails, pairs: StatusDetails): boolean {
  return Object.entries(pairs).every(([key, value]) => details[key] === value);
}
