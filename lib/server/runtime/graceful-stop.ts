import { setTimeout as sleep } from "node:timers/promises";
import { perProcess } from "@/lib/server/process/per-process";
import type { Traffic } from "@/lib/server/telemetry/watch-requests";
import { log } from "@/lib/server/telemetry/log";

/** Less than the 30 s that Kubernetes waits before it kills. A request that takes longer has timed out at its client. */
const STOP_WITHIN_MS = 20_000;
const POLL_MS = 20;

type Closer = { name: string; close: () => Promise<void> | void };

const state = perProcess("graceful-stop", () => ({ stopping: false, closers: new Array<Closer>() }));

/** Whether the process is stopping: it accepts nothing new and finishes what is in flight. */
export const isStopping = (): boolean => state.stopping;

/** Calls `close` when the process stops and all requests are answered. The last to register is closed first. */
export function onStop(name: string, close: Closer["close"]): void {
  state.closers.unshift({ name, close });
}

/**
 * Stops the process on SIGTERM and SIGINT: accepts no new connections, waits for requests in flight, closes what was
 * opened. The exit code is 0 if all of that succeeded within `STOP_WITHIN_MS`.
 *
 * Removes Next's own handlers: they wait without a bound, and exit before a database can be closed.
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
  log().info({ signal, inFlight: inFlight.size }, "Stopping: requests in flight are finished first");
  const deadline = performance.now() + STOP_WITHIN_MS;
  for (const server of servers) server.close();
  // Their clients must not reuse the connection.
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

/** Closes everything that was passed to `onStop`. @returns whether nothing failed; failures are logged */
export async function closeAll(): Promise<boolean> {
  let succeeded = true;
  for (const { name, close } of state.closers) {
    try {
      await close();
    } catch (error) {
      succeeded = false;
      log().error({ err: error, what: name }, "Could not be closed");
    }
  }
  return succeeded;
}
