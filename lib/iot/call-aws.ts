import type { ReadFailure } from "@/lib/domain/read-failure";
import { fail, ok, type Result } from "@/lib/domain/result";
import type { ReadOptions } from "./iot-gateway";
import { PaceExceeded, type Pacer } from "./pacer";
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

export function createAwsCalls(pacer: Pacer<IotApi>, shared: SharedReads): AwsCalls {
  async function once<Value>(
    api: IotApi,
    priority: "interactive" | "background",
    send: (abortSignal: AbortSignal) => Promise<Value>,
  ): Promise<Value> {
    await pacer.turn(api, priority);
    try {
      const value = await send(AbortSignal.timeout(CALL_TIMEOUT_MS));
      pacer.answered(api);
      return value;
    } catch (error) {
      if (toReadFailure(error, { api, what: "", resource: null })?.kind === "throttled") pacer.throttled(api);
      throw error;
    }
  }

  async function attempt<Value>(
    about: CallSubject & { api: IotApi },
    priority: "interactive" | "background",
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

  return {
    read(about, input, { priority = "interactive", maxAgeMs = DEFAULT_MAX_AGE_MS } = {}, send) {
      const how = { maxAgeMs, urgent: priority === "interactive" };
      return shared.read(`${about.api} ${JSON.stringify(input)}`, how, async () => {
        for (let attempts = 1; ; attempts++) {
          const result = await attempt(about, priority, send);
          if (result.ok || attempts === MAX_READ_ATTEMPTS || !isWorthRetrying(result.failure)) return result;
          await backOff(attempts);
        }
      });
    },
    write: (api, send) => once(api, "interactive", send),
  };
}

/** An endpoint that nothing listens on will not listen in a moment either: say so at once. */
function isWorthRetrying(failure: ReadFailure): boolean {
  return failure.kind === "throttled" || (failure.kind === "unavailable" && failure.because === "error");
}

function backOff(attempts: number): Promise<void> {
  const waitMs = Math.random() * BACKOFF_BASE_MS * 2 ** attempts;
  return new Promise((resolve) => setTimeout(resolve, waitMs));
}
