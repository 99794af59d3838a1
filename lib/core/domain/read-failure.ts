/**
 * The failures that AWS may return to a read. Each member carries what its sentence needs.
 *
 * One union per source: AWS, the search index, the permissions and Standdown's own server each have a type.
 * `ReadFailure` is all of them, for pages, which may get any.
 */
export type AwsFailure =
  | { kind: "not-found"; what: string }
  | { kind: "denied"; action: string; resource: string | null }
  | { kind: "credentials"; api: string; error: string }
  | { kind: "throttled"; api: string }
  | { kind: "unavailable"; api: string; because: Unavailability }
  | { kind: "invalid-request"; api: string; message: string };

/** What only SearchIndex returns. */
export type SearchFailure = { kind: "index-off" } | { kind: "index-not-ready" };

/** The actor has no permission for this. */
export interface Forbidden {
  kind: "forbidden";
  permission: string;
  because: ForbiddenReason;
  fleetName?: string | undefined;
}

/** What Standdown's own server returns before, or instead of, a use case. */
export type ConsoleFailure =
  /** Nobody is signed in, or no longer. */
  | { kind: "signed-out" }
  /** `gone`: it does not answer. `error`: it answers with a bug. `busy`: it answers 429. */
  | { kind: "console"; because: "gone" | "error" | "busy" };

/** Why a read failed, from any source. */
export type ReadFailure = AwsFailure | SearchFailure | Forbidden | ConsoleFailure;

/**
 * `refused`: nothing listens there. `tls`: no trusted connection. After these two AWS has received nothing.
 * `no-answer`: timed out or cut off. `error`: AWS answered with an error of its own. `unreadable`: the answer is not
 * recognizably AWS's. After these three AWS may have acted.
 */
export type Unavailability = "refused" | "tls" | "no-answer" | "error" | "unreadable";

/**
 * Why the permission is denied. `role`: the person's role does not have it. `fleet`, `thing`: the person does not have
 * it in this fleet or on this thing. `switched-off`: nobody has it. `fleet-off`: nobody has it in the fleet
 * `fleetName`.
 */
export type ForbiddenReason = "role" | "fleet" | "thing" | "switched-off" | "fleet-off";

/**
 * Whether AWS refused this one request, so that similar requests about other names may succeed: IAM may restrict access
 * by name or tag. After other failures, further requests are likely to fail too.
 */
export function isRefusal(failure: ReadFailure): boolean {
  // If the console is denied its role (an action of STS), all requests fail.
  if (failure.kind === "denied") return failure.action.startsWith("iot:");
  return REFUSALS.includes(failure.kind);
}

const REFUSALS: readonly ReadFailure["kind"][] = [
  "not-found",
  "invalid-request",
  "index-off",
  "index-not-ready",
];
