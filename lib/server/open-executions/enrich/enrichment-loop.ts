import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { ok, type Result } from "@/lib/core/domain/result";
import { enrichTypes } from "./enrich-types";
import { enrichStuckExecutions } from "./enrich-stuck-executions";
import { refreshHinted } from "../events/refresh-hinted";
import { pause } from "../scan/pause";
import type { SyncServices } from "../sync-services";

/** Does a few of one kind of enrichment. @returns whether there were any to do */
type Step = (services: SyncServices) => Promise<Result<boolean, ReadFailure>>;

/** Does the second step even if AWS never answers the first. */
const both = async (first: Step, second: Step, services: SyncServices): ReturnType<Step> => {
  const one = await first(services);
  const other = await second(services);
  if (!one.ok) return one;
  return other.ok ? ok(one.value || other.value) : other;
};

/** By DescribeJobExecution: executions that an event may have ended, then stuck ones. */
const enrichRunning: Step = (services) =>
  both(refreshHinted, (each) => enrichStuckExecutions(each, "IN_PROGRESS"), services);

/** By SearchIndex or the registry: things that may be stuck by their type, then things of executions that wait too long. */
const enrichWaiting: Step = (services) =>
  both(enrichTypes, (each) => enrichStuckExecutions(each, "QUEUED"), services);

const IDLE_MS = 500;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Enriches what the scans have found, until the signal aborts.
 *
 * It runs beside the scans, as AWS has a quota for each API. In one loop, a fleet with more than a few hundred stuck
 * executions would be scanned several times as slowly, as their enrichment never ends. It writes under the same lock and
 * by the same rules as the scans, and never changes their positions.
 */
export async function runEnrichmentLoop(services: SyncServices, signal: AbortSignal): Promise<void> {
  await Promise.all([repeat(enrichRunning, services, signal), repeat(enrichWaiting, services, signal)]);
}

async function repeat(step: Step, services: SyncServices, signal: AbortSignal): Promise<void> {
  let pauseMs = FIRST_PAUSE_MS;
  while (!signal.aborted) {
    const enriched = await step(services);
    if (!enriched.ok) {
      await pause(pauseMs, signal);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      continue;
    }
    pauseMs = FIRST_PAUSE_MS;
    if (!enriched.value) await pause(IDLE_MS, signal);
  }
}

/** Does a few of each kind. @returns whether there were any to do */
export const enrichOnce: Step = (services) => both(enrichRunning, enrichWaiting, services);
