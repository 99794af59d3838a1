import { setTimeout as sleep } from "node:timers/promises";
import type { ReadFailure } from "@/lib/domain/read-failure";
import { fail, ok, type Result } from "@/lib/domain/result";
import type { ReadOptions } from "./iot-gateway";
import { PaceExceeded, type Pacer, type Priority } from "./pacer";
import type { IotApi } from "./quotas";
import type { SharedReads } from "./shared-reads";
import { type CallSubject, toReadFailure } from "./to-failure";

/** AWS answers these calls within a second; what takes longer than this is not coming. */
export const CALL_TIMEOUT_MS = 10_000;

const DEFAULT_MAX_AGE_MS = 2_000;

/**
 * Reads are asked again a few times, with growing, random waits (full jitter). The SDK's own
 * retries are off (`maxAttempts: 1`): hidden under the pacer they would triple the load just
 * when AWS asks for less.
 */
const MAX_READ_ATTEMPTS = 4;
const BACKOFF_BASE_MS = 150;

/** What became of one call: `ok`, or the name of the error. */
export interface ObservedCall {
  api: IotApi;
  outcome: string;
  throttled: boolean;
  /** From when it was sent, without the wait for its turn. */
  ms: number;
}

export type ObserveCall = (call: ObservedCall) => void;

export interface AwsCalls {
  /** Reads with pacing, sharing and retries. `about.api` is the operation's own name. */
  read<Value>(
    about: CallSubject & { api: IotApi },
    input: unknown,
    options: ReadOptions | undefined,
    send: (abortSignal: AbortSignal) => Promise<Value>,
  ): Promise<Result<Value, ReadFailure>>;
  /** Writes once, in its turn. @throws what the SDK throws */
  write<Value>(api: IotApi, send: (abortSignal: AbortSignal) => Promise<Value>): Promise<Value>;
}

/** @returns the calls that go at a priority, where a read does not name another */
export function createAwsCalls(
  pacer: Pacer<IotApi>,
  shared: SharedReads,
  observe: ObserveCall = () => {},
): (priority: Priority) => AwsCalls {
  async function once<Value>(
    api: IotApi,
    priority: Priority,
    send: (abortSignal: AbortSignal) => Promise<Value>,
  ): Promise<Value> {
    await pacer.turn(api, priority);
    const sentAt = performance.now();
    const observed = (outcome: string, throttled = false) =>
      observe({ api, outcome, throttled, ms: performance.now() - sentAt });
    try {
      const value = await send(AbortSignal.timeout(CALL_TIMEOUT_MS));
      pacer.answered(api);
      observed("ok");
      return value;
    } catch (error) {
      const throttled = toReadFailure(error, { api, what: "", resource: null })?.kind === "throttled";
      if (throttled) pacer.throttled(api, performance.now() - sentAt);
      observed(outcomeOf(error), throttled);
      throw error;
    }
  }

  async function attempt<Value>(
    about: CallSubject & { api: IotApi },
    priority: Priority,
    send: (abortSignal: AbortSignal) => Promise<Value>,
  ): Promise<Result<Value, ReadFailure>> {
    try {
      return ok(await once(about.api, priority, send));
    } catch (error) {
      if (error instanceof PaceExceeded) return fail({ kind: "throttled", api: about.api });
      const failure = toReadFailure(error, about);
      if (failure === null) throw error;
      return fail(failure);
    }
  }

  return (own) => ({
    read(about, input, { priority = own, maxAgeMs = DEFAULT_MAX_AGE_MS } = {}, send) {
      const how = { maxAgeMs, urgent: priority === "interactive" };
      return shared.read(`${about.api} ${JSON.stringify(input)}`, how, async () => {
        for (let attempts = 1; ; attempts++) {
          const result = await attempt(about, priority, send);
          if (result.ok || attempts === MAX_READ_ATTEMPTS || !isWorthRetrying(result.failure)) return result;
          await backOff(attempts);
        }
      });
    },
    write: (api, send) => once(api, own, send),
  });
}

/** Its code where its name says nothing, as of a broken connection. Few of either are known, so it may be a label. */
function outcomeOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const isUnnamed = error.name === "Error" || error.name === "AggregateError";
  return isUnnamed && "code" in error && typeof error.code === "string" ? error.code : error.name;
}

/** An endpoint that nothing listens on will not listen in a moment either: say so at once. */
function isWorthRetrying(failure: ReadFailure): boolean {
  return failure.kind === "throttled" || (failure.kind === "unavailable" && failure.because === "error");
}

function backOff(attempts: number): Promise<void> {
  const waitMs = Math.random() * BACKOFF_BASE_MS * 2 ** attempts;
  return sleep(waitMs);
}
