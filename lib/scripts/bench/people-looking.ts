import { setTimeout as sleep } from "node:timers/promises";
import type { SignedInState } from "../demo-sign-in.ts";
import { FLEET } from "./launch-bench-console.ts";

/** How often the page of an execution reads it again. */
const EVERY_MS = 5_000;

export interface PeopleLooking {
  /** Stops the readers. @returns the duration in ms of each successful read, and the number of refused reads */
  stop: () => Promise<{ ms: number[]; refused: number }>;
}

/** Simulates people who each look at the page of a different execution, so that no two reads share a call of AWS. */
export function startPeopleLooking(
  consoleUrl: string,
  state: SignedInState,
  jobId: string,
  people: number,
): PeopleLooking {
  const cookie = state.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const stopping = new AbortController();
  const ms: number[] = [];
  let refused = 0;

  async function look(person: number): Promise<void> {
    const url = `${consoleUrl}/api/${FLEET}/things/kiosk-${person}/executions/${jobId}`;
    while (!stopping.signal.aborted) {
      const askedAt = performance.now();
      const response = await fetch(url, { headers: { cookie, accept: "application/json" } });
      await response.arrayBuffer();
      if (response.ok) ms.push(performance.now() - askedAt);
      else refused += 1;
      await sleep(EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  const looking = Array.from({ length: people }, (_, person) => look(person));
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(looking);
      return { ms, refused };
    },
  };
}
