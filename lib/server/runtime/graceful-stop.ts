import { setTimeout as sleep } from "node:timers/promises";
import type { Traffic } from "@/lib/server/telemetry/watch-requests";
import { log } from "@/lib/server/telemetry/log";

/**
 * A cancellation takes three calls of AWS at most, of ten seconds each when AWS is at its worst; what has
 * not ended by now would not have been answered in time anyway. Below the 30 s that Kubernetes gives.
 */
const STOP_WITHIN_MS = 20_000;
const POLL_MS = 20;

type Closer = { name: string; close: () => Promise<void> | void };
const holder = globalThis as typeof globalThis & {
  standdownStop?: { stopping: boolean; closers: Closer[] };
};
const state = (holder.standdownStop ??= { stopping: false, closers: [] });

/** Whether the process is on its way out: it takes nothing new, and finishes what is in hand. */
export const isStopping = (): boolean => state.stopping;

/** Has `close` called when all requests have been answered; the last to ask is the first to be closed. */
export function onStop(name: string, close: Closer["close"]): void {
  state.closers.unshift({ name, close });
}

/**
 * Stops on SIGTERM and SIGINT: no new connections, what is in hand is finished, what was opened is closed, and
 * the exit code says whether that worked out within its bound.
 *
 * Next's own handlers are taken away: they wait without a bound, and exit before a database can be closed.
 */
export function stopGracefully(traffic: Traffic): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.removeAllListeners(signal);
    process.on(signal, () => {
      if (state.stopping) return; // a terminal sends SIGINT to parent and child, which passes it on
      state.stopping = true;
      void stop(traffic, signal);
    });
  }
}

async function stop({ servers, inFlight }: Traffic, signal: string): Promise<never> {
  log().info({ signal, inFlight: inFlight.size }, "Stopping: what is in hand is finished first");
  const deadline = performance.now() + STOP_WITHIN_MS;
  for (const server of servers) server.close();
  // Those under way tell their browser not to come back on this connection.
  for (const response of inFlight) if (!response.headersSent) response.setHeader("connection", "close");
  while (inFlight.size > 0 && performance.now() < deadline) await sleep(POLL_MS);

  const unfinished = inFlight.size;
  const closed = await Promise.race([
    closeAll(),
    sleep(Math.max(1_000, deadline - performance.now()), false),
  ]);
  if (unfinished === 0 && closed) log().info("Stopped");
  else log().error({ unfinished, closed }, "Stopped before all was finished");
  process.exit(unfinished === 0 && closed ? 0 : 1);
}

/** @returns whether all went well */
async function closeAll(): Promise<boolean> {
  let well = true;
  for (const { name, close } of state.closers) {
    try {
      await close();
    } catch (error) {
      well = false;
      log().error({ err: error, what: name }, "Could not be closed");
    }
  }
  return well;
}
