import { isStopping } from "@/lib/server/runtime/graceful-stop";
import { log } from "./log";
import { listFailingLoops } from "./loop-health";
import { lastAnswerOfAws } from "./observe-calls";

/** A database that does not answer within this is as good as none. */
const CHECK_WITHIN_MS = 2_000;

/** Whoever asks often learns what the last one learned: the page is open to all, the database is not to pay for it. */
const KEEP_MS = 1_000;

type Check = () => Promise<unknown>;
type Readiness = { ready: boolean; body: object };

const holder = globalThis as typeof globalThis & {
  standdownReadiness?: { database: Check | null; last: { at: number; answer: Promise<Readiness> } | null };
};
const state = (holder.standdownReadiness ??= { database: null, last: null });

/** Tells how to ask whether the database is there: `check` rejects where it is not. */
export function checkDatabaseBy(check: Check): void {
  state.database = check;
}

/**
 * Whether requests should be sent here. Says no names of things or people, no addresses and no texts of errors: anyone
 * may ask.
 *
 * `degraded`: pages are served, but background loops fail, which are named. The instance stays ready, as people need
 * the pages that say so, and taking it away would not repair what its loops lack.
 *
 * AWS is told of but does not count: when it is down every instance would be taken away, and with them the
 * pages that tell people so.
 */
export function readiness(): Promise<Readiness> {
  const now = performance.now();
  if (isStopping() || state.last === null || now - state.last.at > KEEP_MS)
    state.last = { at: now, answer: ask() };
  return state.last.answer;
}

async function ask(): Promise<Readiness> {
  const database = await askDatabase();
  const last = lastAnswerOfAws();
  const ready = database !== "unreachable" && !isStopping();
  const failing = listFailingLoops();
  const status = isStopping() ? "stopping" : !ready ? "not-ready" : failing.length > 0 ? "degraded" : "ready";
  return {
    ready,
    body: {
      status,
      database,
      failing: failing.map(({ loop, fleetId, since, failures, errorName }) => ({
        loop,
        fleet: fleetId,
        since,
        failures,
        error: errorName,
      })),
      aws: {
        lastAnswer: last === null ? "not-asked" : last.answered ? "answered" : "failed",
        secondsAgo: last === null ? null : Math.round((Date.now() - last.atMs) / 1000),
      },
    },
  };
}

async function askDatabase(): Promise<"none" | "answered" | "unreachable"> {
  if (state.database === null) return "none";
  try {
    await Promise.race([state.database(), rejectLater()]);
    return "answered";
  } catch (error) {
    log().error({ err: error }, "The database does not answer");
    return "unreachable";
  }
}

function rejectLater(): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error(`No answer within ${CHECK_WITHIN_MS} ms`)), CHECK_WITHIN_MS).unref();
  });
}
