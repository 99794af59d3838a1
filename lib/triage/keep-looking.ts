import type { ReadFailure } from "@/lib/domain/read-failure";
import { ok, type Result } from "@/lib/domain/result";
import { learnTypes } from "./learn-types";
import { lookAtSuspects } from "./look-at-suspects";
import { lookUpHinted } from "./look-up-hinted";
import { pause } from "./pause";
import type { SyncServices } from "./sync-services";

type Look = (services: SyncServices) => Promise<Result<boolean, ReadFailure>>;

/** By DescribeJobExecution: what events have told of, then a few of what is stuck. */
const lookAtExecutions: Look = async (services) => {
  const hinted = await lookUpHinted(services);
  if (!hinted.ok) return hinted;
  const looked = await lookAtSuspects(services, "IN_PROGRESS");
  return looked.ok ? ok(hinted.value || looked.value) : looked;
};

/** By SearchIndex or the registry: the things of what may be stuck by its type, then those of what waits. */
const lookAtWaiting: Look = async (services) => {
  const learned = await learnTypes(services);
  if (!learned.ok) return learned;
  const looked = await lookAtSuspects(services, "QUEUED");
  return looked.ok ? ok(learned.value || looked.value) : looked;
};

const IDLE_MS = 500;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Looks closer at what the reading has found, until told to end: beside it, as AWS has a quota for each API. One after the
 * other a fleet with more than some hundred stuck would be read several times as slowly, as looks at these never end.
 *
 * Whatever it finds is written by the same rules as what is read, by one writer at a time, and leaves the rounds of the
 * reading alone.
 */
export async function keepLooking(services: SyncServices, signal: AbortSignal): Promise<void> {
  await Promise.all([repeat(lookAtExecutions, services, signal), repeat(lookAtWaiting, services, signal)]);
}

async function repeat(look: Look, services: SyncServices, signal: AbortSignal): Promise<void> {
  let pauseMs = FIRST_PAUSE_MS;
  while (!signal.aborted) {
    const looked = await look(services);
    if (!looked.ok) {
      await pause(pauseMs, signal);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      continue;
    }
    pauseMs = FIRST_PAUSE_MS;
    if (!looked.value) await pause(IDLE_MS, signal);
  }
}

/** A few of each. @returns whether there were any */
export const lookOnce: Look = async (services) => {
  const executions = await lookAtExecutions(services);
  if (!executions.ok) return executions;
  const waiting = await lookAtWaiting(services);
  return waiting.ok ? ok(executions.value || waiting.value) : waiting;
};
