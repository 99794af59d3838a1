import type { CancelRefusal } from "./decide-cancellation";
import type { Execution } from "./execution";
import type { ReadFailure } from "./read-failure";

/** The rules' refusals come with the execution as AWS has it now. */
type Refused<Refusal> = Refusal extends CancelRefusal ? Refusal & { current: Execution } : never;

/** Why an execution was not canceled, or not known to be. Nothing else can come back but success. */
export type CancelFailure =
  | Refused<CancelRefusal>
  /** AWS was asked and did not confirm, and the read that followed shows it still open. */
  | { kind: "not-canceled"; api: string; current: Execution }
  /** AWS was asked, did not confirm, and could not be read afterwards. */
  | { kind: "unknown"; api: string }
  /** The audit log could not be written, so AWS was not asked. */
  | { kind: "not-recorded" }
  | Exclude<ReadFailure, { kind: "index-off" | "index-not-ready" }>;

/** A cancellation that took effect, as far as AWS has told. */
export interface Canceled {
  /** What the last read said. Its status may lag behind: AWS calls it eventually consistent. */
  current: Execution;
  /** Whether a read has shown CANCELED; false: AWS accepted it, and no read shows it yet. */
  confirmed: boolean;
}
