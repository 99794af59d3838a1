import type { CancelRefusal } from "./decide-cancellation";
import type { AwsOrigin, Execution } from "./execution";
import type { AwsFailure, ConsoleFailure, Forbidden } from "./read-failure";

/** A refusal by the rules of `decideCancellation`, with the execution as AWS has it now. */
type Refused<Refusal> = Refusal extends CancelRefusal ? Refusal & { current: Execution } : never;

/** Why an execution was not canceled, or is not known to be. A cancellation returns this or succeeds. */
export type CancelFailure =
  | Refused<CancelRefusal>
  /** It was requested, and later reads show the execution still open. */
  | { kind: "not-canceled"; because: NotCanceledBecause; error: string | null; current: Execution }
  /** It was requested and not confirmed, and no later read shows (yet) whether AWS acted. */
  | { kind: "unknown"; silent: Silent; error: string | null }
  /** The audit log could not be written, so AWS was not called. */
  | { kind: "not-recorded" }
  /** The server was held up between reading and canceling, so the read was too old to act on. Nothing was sent. */
  | { kind: "too-late" }
  | OtherAccount
  | AwsFailure
  | Forbidden
  | ConsoleFailure;

/** AWS answered from another account than the fleet's configuration names. Nothing was sent. */
export interface OtherAccount {
  kind: "other-account";
  expected: string;
  actual: string;
}

/** @param expected the account in the fleet's configuration, or the one seen so far; null: not known */
export function otherAccount(expected: string | null, origin: AwsOrigin | null): OtherAccount | null {
  if (expected === null || origin === null || origin.account === expected) return null;
  return { kind: "other-account", expected, actual: origin.account };
}

/** Whose answer was lost: AWS's, or that of Standdown's own server. */
export type Silent = "aws" | "console";

/** `refused`: AWS refused as if the execution had ended, started or changed, and its reads do not show that (yet). */
export type NotCanceledBecause = Silent | "refused";

/** A cancellation that took effect, as far as AWS has confirmed. */
export interface Canceled {
  /** The last read. Its status may lag behind: AWS calls it eventually consistent. */
  current: Execution;
  /** Whether a read has shown CANCELED; false: AWS accepted it, and no read shows it yet. */
  confirmed: boolean;
  by: CanceledBy;
}

/**
 * `us`: AWS accepted this call, or a read shows something that only this call can have written.
 * `us-or-others`: nothing shows whose cancellation it is. AWS gave no answer, or it refused the call, which it may have
 * received twice.
 */
export type CanceledBy = "us" | "us-or-others";
