import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { ok, type Result } from "@/lib/core/domain/result";
import { learnTypes } from "./learn-types";
import { enrichStuckExecutions } from "./enrich-stuck-executions";
import { lookUpHinted } from "../events/look-up-hinted";
import { pause } from "../scan/pause";
import type { SyncServices } from "../sync-services";

type Look = (services: SyncServices) => Promise<Result<boolean, ReadFailure>>;

/** Where AWS answers one of them never, the other is made all the same. */
const both = async (one: Look, other: Look, services: SyncServices): ReturnType<Look> => {
  const first = await one(services);
  const second = await other(services);
  if (!first.ok) return first;
  return second.ok ? ok(first.value || second.value) : second;
};

/** By DescribeJobExecution: what events have told of, then a few of what is stuck. */
const enrichExecutions: Look = (services) =>
  both(lookUpHinted, (each) => enrichStuckExecutions(each, "IN_PROGRESS"), services);

/** By SearchIndex or the registry: the things of what may be stuck by its type, then those of what waits. */
const enrichWaiting: Look = (services) =>
  both(learnTypes, (each) => enrichStuckExecutions(each, "QUEUED"), services);

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
export async function runEnrichmentLoop(services: SyncServices, signal: AbortSignal): Promise<void> {
  await Promise.all([repeat(enrichExecutions, services, signal), repeat(enrichWaiting, services, signal)]);
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
export const enrichOnce: Look = (services) => both(enrichExecutions, enrichWaiting, services);
