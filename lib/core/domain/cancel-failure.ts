import type { CancelRefusal } from "./decide-cancellation";
import type { AwsOrigin, Execution } from "./execution";
import type { AwsFailure, ConsoleFailure, Forbidden } from "./read-failure";

/** The rules' refusals come with the execution as AWS has it now. */
type Refused<Refusal> = Refusal extends CancelRefusal ? Refusal & { current: Execution } : never;

/** Why an execution was not canceled, or not known to be. Nothing else can come back but success. */
export type CancelFailure =
  | Refused<CancelRefusal>
  /** It was asked for, and reads that followed show it still open. */
  | { kind: "not-canceled"; because: NotCanceledBecause; error: string | null; current: Execution }
  /** It was asked for and not confirmed, and no later read can tell (yet) whether AWS acted. */
  | { kind: "unknown"; silent: Silent; error: string | null }
  /** The audit log could not be written, so AWS was not asked. */
  | { kind: "not-recorded" }
  /** The server was held up between reading and canceling, so what was read was too old to act on. Nothing was sent. */
  | { kind: "too-late" }
  | OtherAccount
  | AwsFailure
  | Forbidden
  | ConsoleFailure;

/** What AWS returns is in another account than the fleet's configuration names. Nothing was sent. */
export interface OtherAccount {
  kind: "other-account";
  expected: string;
  actual: string;
}

/** @param expected the account that the fleet's configuration names, or that it was seen in so far; null: unknown */
export function otherAccount(expected: string | null, origin: AwsOrigin | null): OtherAccount | null {
  if (expected === null || origin === null || origin.account === expected) return null;
  return { kind: "other-account", expected, actual: origin.account };
}

/** Whose answer was lost: that of AWS, or of Standdown's own server. */
export type Silent = "aws" | "console";

/** `refused`: AWS said no as if it had ended, started or changed, and its reads do not show that (yet). */
export type NotCanceledBecause = Silent | "refused";

/** A cancellation that took effect, as far as AWS has told. */
export interface Canceled {
  /** What the last read said. Its status may lag behind: AWS calls it eventually consistent. */
  current: Execution;
  /** Whether a read has shown CANCELED; false: AWS accepted it, and no read shows it yet. */
  confirmed: boolean;
  by: CanceledBy;
}

/**
 * `us`: AWS accepted this very call, or a read shows what only this call can have left. `us-or-others`: AWS gave no
 * answer, or refused
 * what may have been a second copy of the call, and nothing tells whose cancellation it is.
 */
export type CanceledBy = "us" | "us-or-others";
