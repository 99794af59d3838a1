import { LruCache } from "@/lib/server/process/lru-cache";
import { log } from "./log";
import { metrics } from "./metrics";

/** The index reads the same row again with each scan, every ten seconds or so. */
const LOG_AGAIN_MS = 3_600_000;
const MAX_REMEMBERED = 10_000;

/**
 * Returns a function that counts and logs the rows of a fleet's index that the store refuses, each row once an hour
 * at most.
 */
export function logRefusedRowsOf(
  fleet: string,
): (row: { jobId: string; thingName: string | null }, reason: string) => void {
  const loggedAtMs = new LruCache<string, number>(MAX_REMEMBERED);
  return ({ jobId, thingName }, reason) => {
    metrics().indexRowsRefused.inc({ fleet });
    const key = `${jobId} ${thingName ?? ""}`;
    const nowMs = performance.now();
    if (nowMs - (loggedAtMs.get(key) ?? -Infinity) < LOG_AGAIN_MS) return;
    loggedAtMs.set(key, nowMs);
    log().error({ fleet, thingName, jobId, reason }, "The index leaves out a row that the store refuses");
  };
}
