import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "@/lib/core/contracts/page";
import type { PlannedExecution } from "@/lib/core/domain/cancel-plan";
import type { ExecutionSummary } from "@/lib/core/domain/execution";
import { OPEN_STATUSES } from "@/lib/core/domain/execution-status";
import type { OpenStatus } from "@/lib/core/domain/operation";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import type { Result } from "@/lib/core/domain/result";
import type { IotGateway, ReadOptions } from "@/lib/server/iot/iot-gateway";

/** The reads of a gateway that a plan needs. */
export type SelectorReader = Pick<
  IotGateway,
  | "listExecutionsForJob"
  | "listExecutionsForThing"
  | "describeExecution"
  | "describeJob"
  | "indexing"
  | "searchThings"
>;

/** One page of what a selector selects. */
export interface SelectorPage {
  found: readonly PlannedExecution[];
  /** Executions that no earlier page had. */
  read: number;
  /** Selected executions that do not exist any more. */
  gone: number;
  /** Selected executions that another one has replaced. */
  replaced: number;
}

/** Never from the cache, which may be older than the plan's time, and behind the reads that people wait for. */
export const PLAN_READS = { priority: "bulk", maxAgeMs: 0 } as const satisfies ReadOptions;

/** AWS cannot be read, and waiting some seconds did not help or would not. */
export class NotReadable extends Error {
  override name = "NotReadable";
  readonly failure: ReadFailure;

  constructor(failure: ReadFailure) {
    super(failure.kind);
    this.failure = failure;
  }
}

const MAX_TRIES = 5;
const WAIT_MS = 1_000;

/**
 * Reads, with retries for fifteen seconds if AWS throttles or fails: otherwise one page would make a list of hundreds
 * start again. @throws NotReadable
 */
export async function readWithRetries<Value>(
  read: () => Promise<Result<Value, ReadFailure>>,
): Promise<Value> {
  for (let tries = 1; ; tries++) {
    const result = await read();
    if (result.ok) return result.value;
    if (!isTransient(result.failure) || tries === MAX_TRIES) throw new NotReadable(result.failure);
    await sleep(WAIT_MS * 2 ** (tries - 1));
  }
}

function isTransient(failure: ReadFailure): boolean {
  if (failure.kind === "unavailable") return failure.because === "error" || failure.because === "no-answer";
  return failure.kind === "throttled";
}

type ReadPage = (cursor: string | null) => Promise<Result<Page<ExecutionSummary>, ReadFailure>>;

/** Every page of a list. @throws NotReadable */
export async function* readPages(read: ReadPage): AsyncGenerator<ExecutionSummary[]> {
  let cursor: string | null = null;
  do {
    const from: string | null = cursor;
    const page: Page<ExecutionSummary> = await readWithRetries(() => read(from));
    yield page.rows;
    cursor = page.cursor;
  } while (cursor !== null);
}

/**
 * The lists of these statuses, in the order of an execution's life: one that changes its status meanwhile is not missed.
 * @throws NotReadable
 */
export async function* readOpen(
  statuses: readonly OpenStatus[],
  read: (status: OpenStatus, cursor: string | null) => ReturnType<ReadPage>,
): AsyncGenerator<ExecutionSummary[]> {
  for (const status of OPEN_STATUSES.filter((open) => statuses.includes(open)))
    yield* readPages((cursor) => read(status, cursor));
}
