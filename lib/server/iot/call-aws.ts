import { setTimeout as sleep } from "node:timers/promises";
import type { AwsFailure, SearchFailure } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import type { WriteApi } from "./aws-errors";
import { TooLate } from "./check-answers";
import type { ResponseMetadata, CallSlot, IotGateway, ReadOptions } from "./iot-gateway";
import { RateLimitExceeded } from "./api-queue";
import { type Priority, rankOf } from "./priority";
import type { RateLimiter } from "./rate-limiter";
import type { IotApi } from "./quotas";
import { responseMetadataOf } from "./response-metadata";
import type { SharedReads } from "./shared-reads";
import { type CallSubject, isThrottle, outcomeOf, toWriteAnswer, type WriteAnswer } from "./to-failure";

/** AWS answers these calls within a second. An answer that takes longer than this will not come. */
export const CALL_TIMEOUT_MS = 10_000;

const DEFAULT_MAX_AGE_MS = 2_000;

/**
 * Reads are retried a few times, with growing, random delays (exponential backoff with full jitter). The SDK's own retries
 * are off (`maxAttempts: 1`): hidden from the rate limiter, they would triple the load just when AWS asks for less.
 */
const MAX_READ_ATTEMPTS = 4;
const BACKOFF_BASE_MS = 150;

/** The outcome of one call. */
export interface ObservedCall {
  api: IotApi;
  /** `ok`, a name of an error that we know AWS to use, or why there was no answer: one of a closed set. */
  outcome: string;
  throttled: boolean;
  /** Since it was sent, without the wait for the rate limiter. */
  ms: number;
}

export type ObserveCall = (call: ObservedCall) => void;

export interface ReadOf<Output, Value, Failure> extends CallSubject {
  api: IotApi;
  /** Identical inputs share an answer. */
  input: object;
  send: (abortSignal: AbortSignal) => Promise<Output>;
  /** An error that it throws is a bug, and is rethrown. An error of `send` is an answer of AWS, or the lack of one. */
  toValue: (output: Output) => Value;
  toFailure: (error: unknown, subject: CallSubject) => Failure;
}

export interface AwsCalls {
  /** Reads through the rate limiter, with shared answers and retries. */
  read<Output, Value, Failure extends AwsFailure | SearchFailure>(
    read: ReadOf<Output, Value, Failure>,
    options: ReadOptions | undefined,
  ): Promise<Result<Value, Failure | Throttled>>;
  /**
   * Writes once, after waiting for the rate limiter. Never throws for AWS's answer or the lack of one.
   *
   * @throws for a slot that was used before, or acquired for another API
   */
  write(
    subject: CallSubject & { api: WriteApi },
    slot: CallSlot | undefined,
    send: (abortSignal: AbortSignal) => Promise<{ $metadata: { requestId?: string | undefined } }>,
  ): Promise<Result<void, WriteAnswer> & { metadata: ResponseMetadata }>;
  acquireCall: IotGateway["acquireCall"];
}

type Throttled = Extract<AwsFailure, { kind: "throttled" }>;

/** @returns the calls at a priority, which a single read may override */
export function createAwsCalls(
  rateLimiter: RateLimiter<IotApi>,
  shared: SharedReads,
  observe: ObserveCall = () => {},
  callTimeoutMs = CALL_TIMEOUT_MS,
): (priority: Priority) => AwsCalls {
  const unusedSlots = new WeakSet<CallSlot>();

  async function send<Output>(
    api: IotApi,
    call: (abortSignal: AbortSignal) => Promise<Output>,
  ): Promise<Output> {
    const sentAt = performance.now();
    const observed = (outcome: string, throttled = false) =>
      observe({ api, outcome, throttled, ms: performance.now() - sentAt });
    try {
      const output = await call(AbortSignal.timeout(callTimeoutMs));
      rateLimiter.answered(api);
      observed("ok");
      return output;
    } catch (error) {
      const throttled = isThrottle(error, api);
      if (throttled) rateLimiter.throttled(api, performance.now() - sentAt);
      // Nothing was sent to AWS, so there is nothing to observe.
      if (!(error instanceof TooLate)) observed(outcomeOf(error, api), throttled);
      throw error;
    }
  }

  async function acquire(api: IotApi, priority: Priority): Promise<Result<void, Throttled>> {
    try {
      await rateLimiter.acquire(api, priority);
      return ok(undefined);
    } catch (error) {
      if (error instanceof RateLimitExceeded) return fail({ kind: "throttled", api });
      throw error;
    }
  }

  async function attempt<Output, Value, Failure>(
    { toValue, toFailure, ...read }: ReadOf<Output, Value, Failure>,
    priority: Priority,
    onSend: () => void,
  ): Promise<Result<Value, Failure | Throttled>> {
    const acquired = await acquire(read.api, priority);
    if (!acquired.ok) return acquired;
    onSend();
    const sent = await send(read.api, read.send).then(ok, (error: unknown) => fail(toFailure(error, read)));
    return sent.ok ? ok(toValue(sent.value)) : sent;
  }

  function take(slot: CallSlot, api: WriteApi): void {
    if (slot.api !== api || !unusedSlots.delete(slot))
      throw new Error(`A slot for ${slot.api} was used twice, or for ${api}.`);
  }

  return (own) => ({
    read(read, { priority = own, maxAgeMs = DEFAULT_MAX_AGE_MS, onSend = () => {} } = {}) {
      const how = { maxAgeMs, rank: rankOf(priority) };
      return shared.read(`${read.api} ${JSON.stringify(read.input)}`, how, async () => {
        for (let attempts = 1; ; attempts++) {
          const result = await attempt(read, priority, onSend);
          if (result.ok || attempts === MAX_READ_ATTEMPTS || !isWorthRetrying(result.failure)) return result;
          await backOff(attempts);
        }
      });
    },

    async write(subject, slot, call) {
      const { api } = subject;
      if (slot !== undefined) take(slot, api);
      else {
        const acquired = await acquire(api, own);
        if (!acquired.ok) return { ...acquired, metadata: { requestId: null, errorName: null } };
      }
      try {
        const { $metadata } = await send(api, call);
        return { ...ok(undefined), metadata: { requestId: $metadata.requestId ?? null, errorName: null } };
      } catch (error) {
        return { ...fail(toWriteAnswer(error, subject)), metadata: responseMetadataOf(error) };
      }
    },

    async acquireCall(api) {
      const acquired = await acquire(api, own);
      if (!acquired.ok) return acquired;
      const slot: CallSlot = { api };
      unusedSlots.add(slot);
      return ok(slot);
    },
  });
}

/** An endpoint that refuses connections will not accept them in a moment either, so its failure is returned at once. */
function isWorthRetrying(failure: AwsFailure | SearchFailure): boolean {
  if (failure.kind === "throttled") return true;
  return failure.kind === "unavailable" && (failure.because === "error" || failure.because === "unreadable");
}

function backOff(attempts: number): Promise<void> {
  const waitMs = Math.random() * BACKOFF_BASE_MS * 2 ** attempts;
  return sleep(waitMs);
}
