/** Why something could not be read from AWS IoT. Each member carries what its sentence needs. */
export type ReadFailure =
  | { kind: "not-found"; what: string }
  | { kind: "denied"; action: string; resource: string | null }
  | { kind: "credentials"; api: string; error: string }
  | { kind: "throttled"; api: string }
  | { kind: "unavailable"; api: string; because: Unavailability }
  | { kind: "invalid-request"; api: string; message: string }
  | { kind: "index-off" }
  | { kind: "index-not-ready" }
  | { kind: "forbidden"; deed: string; because: ForbiddenReason; fleetName?: string | undefined }
  /** Nobody is signed in, or no longer. */
  | { kind: "signed-out" }
  /** Standdown's own server: `gone` when it does not answer, `error` when it answers with a bug, `busy` with a 429. */
  | { kind: "console"; because: "gone" | "error" | "busy" };

/**
 * `refused`: nothing listens there. `tls`: no trusted connection. After these two AWS has heard nothing.
 * `no-answer`: timed out or cut off. `error`: AWS answered with a fault of its own. After these it may have acted.
 */
export type Unavailability = "refused" | "tls" | "no-answer" | "error";

/**
 * Not in this role; not in this fleet or on this thing, for this person; turned off for everyone; or for everyone in
 * this fleet, which is then named.
 */
export type ForbiddenReason = "role" | "fleet" | "thing" | "switched-off" | "fleet-off";

/**
 * Whether it was this question that AWS refused, as IAM may narrow by name or tag: others may well be answered. After any
 * other failure nothing is gained by asking on.
 */
export function isRefusal(failure: ReadFailure): boolean {
  // Whoever may not assume the role is refused everything.
  if (failure.kind === "denied") return failure.action.startsWith("iot:");
  return REFUSALS.includes(failure.kind);
}

const REFUSALS: readonly ReadFailure["kind"][] = [
  "not-found",
  "invalid-request",
  "index-off",
  "index-not-ready",
];
