import { perProcess } from "@/lib/server/process/per-process";
import { log } from "./log";
import { metrics } from "./metrics";

/** The background loops, which run as long as the console does. */
export const LOOPS = [
  "run-operations",
  "sync-index",
  "events",
  "notify-operation-end",
  "notify-alert",
  "complete-audit-entries",
  "reread-uncertain-entries",
  "audit-retention",
  "check-accounts",
] as const;
export type LoopName = (typeof LOOPS)[number];

/** A loop that has failed since it last succeeded. */
export interface LoopFailure {
  loop: LoopName;
  /** Null: the loop serves all fleets. */
  fleetId: string | null;
  since: Date;
  /** In a row. */
  failures: number;
  /** The last error, on one line and short: for signed-in people and the log. */
  message: string;
  /** The last error's class or code, without its text: safe to show to anybody. */
  errorName: string;
  /** Null: never in this process. */
  lastSuccessAt: Date | null;
}

interface LoopState {
  failure: LoopFailure | null;
  lastSuccessAt: Date | null;
  loggedAtMs: number;
}

/** A loop that retries every second would otherwise fill the log with one and the same line. */
const LOG_AGAIN_MS = 60_000;
const MESSAGE_MAX_LENGTH = 200;

/** By loop and fleet. */
const states = perProcess("loop-health", () => new Map<string, LoopState>());

/**
 * Records how one run of a loop ended, in the log, the metrics and the readiness route. A failing loop is logged when
 * it starts to fail, when it fails for another reason, once a minute, and when it works again.
 *
 * @param error null: the run succeeded
 */
export function reportLoop(loop: LoopName, fleetId: string | null, error: unknown): void {
  const key = `${loop} ${fleetId ?? ""}`;
  const state = states.get(key) ?? { failure: null, lastSuccessAt: null, loggedAtMs: 0 };
  states.set(key, state);
  if (error === null) recordSuccess(state, loop, fleetId);
  else recordFailure(state, loop, fleetId, error);
  metrics().loopFailuresInRow.set({ loop, fleet: fleetId ?? "" }, state.failure?.failures ?? 0);
}

function recordSuccess(state: LoopState, loop: LoopName, fleetId: string | null): void {
  if (state.failure !== null)
    log().info({ loop, fleet: fleetId, failures: state.failure.failures }, "A background loop works again");
  state.failure = null;
  state.lastSuccessAt = new Date();
}

function recordFailure(state: LoopState, loop: LoopName, fleetId: string | null, error: unknown): void {
  const before = state.failure;
  const failure: LoopFailure = {
    loop,
    fleetId,
    since: before?.since ?? new Date(),
    failures: (before?.failures ?? 0) + 1,
    message: shortMessageOf(error),
    errorName: nameOf(error),
    lastSuccessAt: state.lastSuccessAt,
  };
  state.failure = failure;
  metrics().loopFailures.inc({ loop, fleet: fleetId ?? "" });
  const nowMs = performance.now();
  if (before?.message === failure.message && nowMs - state.loggedAtMs < LOG_AGAIN_MS) return;
  state.loggedAtMs = nowMs;
  log().error({ loop, fleet: fleetId, failures: failure.failures, err: error }, "A background loop failed");
}

/** Why this loop fails in this process; null if it does not. It may work in other instances. */
export const failingLoop = (loop: LoopName, fleetId: string | null): LoopFailure | null =>
  states.get(`${loop} ${fleetId ?? ""}`)?.failure ?? null;

/** All loops of this process that fail, the longest-failing first. */
export function listFailingLoops(): LoopFailure[] {
  return [...states.values()]
    .flatMap(({ failure }) => (failure === null ? [] : [failure]))
    .sort((a, b) => a.since.getTime() - b.since.getTime());
}

/** An error's text may carry line breaks, an address with a password in it, and whole statements of SQL. */
function shortMessageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text
    .replace(/[\p{Cc}\p{Cs}\s]+/gu, " ")
    .replace(/\/\/[^/@\s]*@/g, "//")
    .trim()
    .slice(0, MESSAGE_MAX_LENGTH);
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return /^\w{1,64}$/.test(code) ? code : error.name.replace(/\W+/g, "").slice(0, 64) || "Error";
}
