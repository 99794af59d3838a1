export type FaultKind =
  | "throttle"
  | "error"
  | "deny"
  | "slow"
  | "slow-drip"
  | "omit"
  | "short-page"
  | "empty-page"
  | "twice"
  | "html-500"
  | "html"
  | "empty"
  | "no-content"
  | "wrong-200"
  | "wrong-json"
  | "lose-answer"
  | "reset"
  | "hang"
  | "cut-off"
  | "oversized-headers"
  | "not-http";

/** What goes wrong; `lib/emulator/faults/README.md` says what a caller sees of each kind. */
export type Fault = {
  /** An API by its name; `Device:…` for the device plane; `*` for any. */
  api: string;
  kind: FaultKind;
  /** How many calls it strikes. Default 1; with a probability, unlimited. */
  count?: number | "unlimited";
  /** The chance that it strikes a call that it fits, 0 to 1. Default 1. */
  probability?: number;
  /** With a probability: the same seed strikes the same calls. Default 1. */
  seed?: number;
  /** Keep to your own thing or job: other tests call the same emulator at the same time. */
  match?: { thingName?: string; jobId?: string };
  /** The time until the answer. slow-drip: how long sending it takes. */
  delayMs?: number;
  /** Perform the call this long after it came in, by the emulator's clock. The answer may come before. */
  actsAfterMs?: number;
  /** omit: the member that the answer leaves out. */
  member?: string;
  /** short-page: the largest number of rows of a page. */
  rows?: number;
  /** What html and not-http (text) or wrong-json (any JSON) send in place of their default. */
  body?: unknown;
  /** Whether the answer has an x-amzn-RequestId. By default AWS's own have one, others have none. */
  requestId?: boolean;
  errorName?: string;
  status?: number;
  message?: string;
  /** Act first, then answer as if it had gone wrong. Always so with lose-answer. */
  afterActing?: boolean;
};

/** A fault as the emulator lists it. */
export type ActiveFault = Fault & { struck: number };
