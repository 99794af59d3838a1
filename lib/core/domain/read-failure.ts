/**
 * What AWS can answer to a read instead of what was asked for. Each member carries what its sentence needs.
 *
 * One union per source: what AWS, the search index, the permissions and Standdown's own server can answer are four
 * types. `ReadFailure` is all of them, for pages, which may meet any.
 */
export type AwsFailure =
  | { kind: "not-found"; what: string }
  | { kind: "denied"; action: string; resource: string | null }
  | { kind: "credentials"; api: string; error: string }
  | { kind: "throttled"; api: string }
  | { kind: "unavailable"; api: string; because: Unavailability }
  | { kind: "invalid-request"; api: string; message: string };

/** What only SearchIndex answers. */
export type SearchFailure = { kind: "index-off" } | { kind: "index-not-ready" };

/** The actor may not do this. */
export interface Forbidden {
  kind: "forbidden";
  permission: string;
  because: ForbiddenReason;
  fleetName?: string | undefined;
}

/** What Standdown's own server answers before a use case is asked, or instead of its answer. */
export type ConsoleFailure =
  /** Nobody is signed in, or no longer. */
  | { kind: "signed-out" }
  /** `gone` when it does not answer, `error` when it answers with a bug, `busy` with a 429. */
  | { kind: "console"; because: "gone" | "error" | "busy" };

/** Why something could not be read, whoever was asked. */
export type ReadFailure = AwsFailure | SearchFailure | Forbidden | ConsoleFailure;

/**
 * `refused`: nothing listens there. `tls`: no trusted connection. After these two AWS has received nothing.
 * `no-answer`: timed out or cut off. `error`: AWS answered with an error of its own. `unreadable`: an answer came that
 * is not recognizably AWS's. After these three AWS may have acted.
 */
export type Unavailability = "refused" | "tls" | "no-answer" | "error" | "unreadable";

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
