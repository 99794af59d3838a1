import type { CancelRefusal } from "./decide-cancellation";
import type { Execution } from "./execution";
import type { ReadFailure } from "./read-failure";

/** The rules' refusals come with the execution as AWS has it now. */
type Refused<Refusal> = Refusal extends CancelRefusal ? Refusal & { current: Execution } : never;

/** Why an execution was not canceled, or not known to be. Nothing else can come back but success. */
export type CancelFailure =
  | Refused<CancelRefusal>
  /** It was asked for, and reads that followed show it still open. */
  | { kind: "not-canceled"; because: NotCanceledBecause; current: Execution }
  /** It was asked for and not confirmed, and could not be read afterwards. */
  | { kind: "unknown"; silent: Silent }
  /** The audit log could not be written, so AWS was not asked. */
  | { kind: "not-recorded" }
  | Exclude<ReadFailure, { kind: "index-off" | "index-not-ready" }>;

/** Whose answer was lost: that of AWS, or of Standdown's own server. */
export type Silent = "aws" | "console";

/** `refused`: AWS said no as if it had ended or started, and its reads do not show that (yet). */
export type NotCanceledBecause = Silent | "refused";

/** A cancellation that took effect, as far as AWS has told. */
export interface Canceled {
  /** What the last read said. Its status may lag behind: AWS calls it eventually consistent. */
  current: Execution;
  /** Whether a read has shown CANCELED; false: AWS accepted it, and no read shows it yet. */
  confirmed: boolean;
}
