import type { AwsOrigin, Execution } from "./execution";

/**
 * What a person, a plan or an item saw of an execution: its identity and its state at that time.
 *
 * An execution has no id of its own (facts 8). A job that is deleted and created again under the same id starts again
 * at execution number 1, version 1, on the same thing. Only `queuedAt`, and the `startedAt` of a running attempt,
 * distinguish the new one from the old. So what was seen travels with every command, plan, item and retry, and is
 * compared with a fresh read before AWS is called.
 */
export interface ObservedExecution {
  status: string;
  executionNumber: number | null;
  queuedAt: Date | null;
  startedAt: Date | null;
  versionNumber: number | null;
  /** The account and region it was seen in. Null where AWS sent no ARN. */
  origin: AwsOrigin | null;
}

/** The members that make up an execution's identity, beside the names of its thing and job. */
export type IdentityMember = "origin" | "executionNumber" | "queuedAt" | "startedAt";

export interface IdentityComparison {
  /** The members that differ. If any does, this is another execution, or another attempt of the same one. */
  differs: readonly IdentityMember[];
  /** The members that could be compared, because both sides have them. */
  compared: readonly IdentityMember[];
  /**
   * A member that the identity needs is missing on one side. The version must then be the one that was seen: a stricter
   * check replaces this one.
   */
  isPartial: boolean;
}

/** The identity of an execution as it was read. */
export function toObserved(execution: Execution): ObservedExecution {
  const { status, executionNumber, queuedAt, startedAt, versionNumber, origin } = execution;
  return { status, executionNumber, queuedAt, startedAt, versionNumber, origin };
}

/**
 * Compares what was seen with what is read now.
 *
 * `startedAt` belongs to the identity of an execution that was seen running: a retry attempt keeps the execution
 * number, may keep `queuedAt`, and starts at another time. An execution that was seen running and is queued now waits
 * for its next attempt, so the attempt that was seen is over.
 */
export function compareIdentity(seen: ObservedExecution, now: ObservedExecution): IdentityComparison {
  const wasRunning = seen.status === "IN_PROGRESS";
  const isQueuedAgain = wasRunning && now.status === "QUEUED";
  const differs: IdentityMember[] = [];
  const compared: IdentityMember[] = [];
  const compare = (member: IdentityMember, isSame: boolean | null) => {
    if (isSame === null) return;
    compared.push(member);
    if (!isSame) differs.push(member);
  };

  compare("origin", isSameOrigin(seen.origin, now.origin));
  compare("executionNumber", isSameNumber(seen.executionNumber, now.executionNumber));
  compare("queuedAt", isSameTime(seen.queuedAt, now.queuedAt));
  if (isQueuedAgain) compare("startedAt", false);
  else if (wasRunning) compare("startedAt", isSameTime(seen.startedAt, now.startedAt));

  const isPartial = !compared.includes("queuedAt") || (wasRunning && !compared.includes("startedAt"));
  return { differs, compared, isPartial };
}

/** Null where one of them is missing. */
export function isSameOrigin(a: AwsOrigin | null, b: AwsOrigin | null): boolean | null {
  return a === null || b === null ? null : a.region === b.region && a.account === b.account;
}

function isSameNumber(a: number | null, b: number | null): boolean | null {
  return a === null || b === null ? null : a === b;
}

const SECOND_MS = 1_000;
/** AWS sends seconds with a fraction as a floating-point number, which may come out one millisecond off. */
const ROUNDING_MS = 1;

/**
 * Whether two reports mean the same moment, at the coarser precision of the two. Lists, events and DescribeJobExecution
 * may differ in precision (AWS's is unverified), and rounding must never look like a replacement: a whole second equals
 * any moment less than a second away from it.
 *
 * @returns null where one of them is missing
 */
export function isSameTime(a: Date | null, b: Date | null): boolean | null {
  if (a === null || b === null) return null;
  const apartMs = Math.abs(a.getTime() - b.getTime());
  if (apartMs <= ROUNDING_MS) return true;
  const isWhole = [a, b].map((time) => time.getTime() % SECOND_MS === 0);
  return isWhole[0] !== isWhole[1] && apartMs < SECOND_MS;
}
