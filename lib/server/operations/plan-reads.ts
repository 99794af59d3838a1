import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "@/lib/core/contracts/page";
import type { PlannedExecution } from "@/lib/core/domain/cancel-plan";
import type { ExecutionSummary } from "@/lib/core/domain/execution";
import { OPEN_STATUSES } from "@/lib/core/domain/execution-status";
import type { OpenStatus } from "@/lib/core/domain/operation";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import type { Result } from "@/lib/core/domain/result";
import type { IotGateway, ReadOptions } from "@/lib/server/iot/iot-gateway";

/** What the gateway of whoever plans is asked. */
export type SelectorReader = Pick<
  IotGateway,
  | "listExecutionsForJob"
  | "listExecutionsForThing"
  | "describeExecution"
  | "describeJob"
  | "indexing"
  | "searchThings"
>;

/**
 * What was read of a question at once: executions, how many of them are new, how many are not there any more, and how
 * many are others by now than were picked.
 */
export interface SelectorPage {
  found: readonly PlannedExecution[];
  read: number;
  gone: number;
  replaced: number;
}

/** From AWS itself, as what others have just read is older than the plan says; behind whoever looks at a page. */
export const PLAN_READS = { priority: "bulk", maxAgeMs: 0 } as const satisfies ReadOptions;

/** AWS cannot be read, for a reason that does not pass by itself within seconds. */
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
 * Reads, and reads again for a quarter of a minute where AWS throttles or fails: a list of hundreds of pages would
 * else be begun again for one of them. @throws NotReadable
 */
export async function patiently<Value>(read: () => Promise<Result<Value, ReadFailure>>): Promise<Value> {
  for (let tries = 1; ; tries++) {
    const result = await read();
    if (result.ok) return result.value;
    if (!mayPass(result.failure) || tries === MAX_TRIES) throw new NotReadable(result.failure);
    await sleep(WAIT_MS * 2 ** (tries - 1));
  }
}

function mayPass(failure: ReadFailure): boolean {
  if (failure.kind === "unavailable") return failure.because === "error" || failure.because === "no-answer";
  return failure.kind === "throttled";
}

type ReadPage = (cursor: string | null) => Promise<Result<Page<ExecutionSummary>, ReadFailure>>;

/** Every page of a list. @throws NotReadable */
export async function* readPages(read: ReadPage): AsyncGenerator<ExecutionSummary[]> {
  let cursor: string | null = null;
  do {
    const from: string | null = cursor;
    const page: Page<ExecutionSummary> = await patiently(() => read(from));
    yield page.rows;
    cursor = page.cursor;
  } while (cursor !== null);
}

/** The lists of these statuses, in the order of an execution's life: one that moves on meanwhile is not missed. */
export async function* readOpen(
  statuses: readonly OpenStatus[],
  read: (status: OpenStatus, cursor: string | null) => ReturnType<ReadPage>,
): AsyncGenerator<ExecutionSummary[]> {
  for (const status of OPEN_STATUSES.filter((open) => statuses.includes(open)))
    yield* readPages((cursor) => read(status, cursor));
}
