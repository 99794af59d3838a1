import type { CancelFailure } from "@/lib/core/domain/cancel-failure";
import type { HeldBack } from "@/lib/core/domain/item-outcome";
import type { SuspensionCause } from "@/lib/core/domain/operation";
import type { AwsFailure } from "@/lib/core/domain/read-failure";

/** A fault that affects every item of an operation, not just one. */
export interface SystemFault {
  cause: SuspensionCause;
  error: string | null;
  /** The failure alone proves it. If false, this item may be the only one that AWS does not answer. */
  isCertain: boolean;
}

/** AWS does not accept the signature: the server's clock may be wrong, or the secret key. */
const SIGNATURE_ERRORS = [
  "InvalidSignatureException",
  "SignatureDoesNotMatch",
  "RequestExpired",
  "RequestTimeTooSkewed",
];

/** The fault of AWS, or of the connection to it, that a failure shows. Null: the failure is about the item. */
export function systemFaultOf(failure: CancelFailure | AwsFailure | HeldBack): SystemFault | null {
  switch (failure.kind) {
    case "credentials": {
      const cause = SIGNATURE_ERRORS.includes(failure.error) ? "signature" : "credentials";
      return { cause, error: failure.error, isCertain: true };
    }
    case "unavailable": {
      const isCertain = failure.because === "refused" || failure.because === "tls";
      const cause = isCertain || failure.because === "no-answer" ? "no-connection" : "unavailable";
      return { cause, error: failure.api, isCertain };
    }
    case "unknown":
      return { cause: "unavailable", error: failure.error, isCertain: false };
    case "not-canceled":
      return failure.because === "aws"
        ? { cause: "unavailable", error: failure.error, isCertain: false }
        : null;
    case "other-account":
      return { cause: "fleet-moved", error: `account ${failure.actual}`, isCertain: true };
    default:
      return null;
  }
}

/** This many different items in a row without an answer from AWS are no coincidence. */
const ITEMS_IN_A_ROW = 3;

/**
 * Distinguishes a fault of one item from a fault of all. It opens at once if a fault is certain, and otherwise after
 * three different items in a row without an answer. Any answer from AWS itself resets the count.
 */
export class CircuitBreaker {
  private readonly failed = new Set<string>();

  /** @returns whether the operation has to wait until the fault is over */
  record(itemKey: string, fault: SystemFault | null, isAwsAnswering: boolean): boolean {
    if (isAwsAnswering) this.failed.clear();
    if (fault === null) return false;
    this.failed.add(itemKey);
    return fault.isCertain || this.failed.size >= ITEMS_IN_A_ROW;
  }
}

const FIRST_PROBE_MS = 2_000;
const LONGEST_PROBE_MS = 5 * 60_000;

/** Milliseconds from the start of the suspension, or from the last failed probe, to the next probe. */
export function probeAfterMs(probes: number): number {
  return Math.min(LONGEST_PROBE_MS, FIRST_PROBE_MS * 2 ** probes);
}
