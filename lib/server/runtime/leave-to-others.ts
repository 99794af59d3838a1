import type { WorkDone, WorkKind } from "@/lib/server/db/work-queue";
import { log } from "@/lib/server/telemetry/log";

const LOG_AGAIN_MS = 5 * 60_000;

const loggedAtMs = new Map<string, number>();

/**
 * Leaves work of a fleet that this instance is not configured for to the other instances: while a change of fleets.json
 * is rolled out, another one has the fleet. Logs it at most every five minutes for each fleet and kind of work.
 */
export function leaveToOthers(kind: WorkKind, fleetId: string): WorkDone {
  const key = `${kind.name} ${fleetId}`;
  const nowMs = performance.now();
  if (nowMs - (loggedAtMs.get(key) ?? -Infinity) >= LOG_AGAIN_MS) {
    loggedAtMs.set(key, nowMs);
    log().warn(
      { fleet: fleetId, work: kind.name },
      "There is work of a fleet that this instance is not configured for. It is left to other instances",
    );
  }
  return { leftFor: fleetId };
}
