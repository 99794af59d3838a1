import { perProcess } from "@/lib/server/process/per-process";
import { isStopping } from "@/lib/server/runtime/graceful-stop";
import { log } from "./log";
import { listFailingLoops } from "./loop-health";
import { lastAnswerOfAws } from "./observe-calls";

/** A database that does not answer within this is as good as none. */
const CHECK_WITHIN_MS = 2_000;

/** The route is open to everyone, so an answer is shared for this long: asking often must not load the database. */
const KEEP_MS = 1_000;

type Check = () => Promise<unknown>;
type Readiness = { ready: boolean; body: object };

interface State {
  checkDatabase: Check | null;
  last: { atMs: number; answer: Promise<Readiness> } | null;
}

const state = perProcess("readiness", (): State => ({ checkDatabase: null, last: null }));

/** Sets how to check the database. `check` rejects when the database does not answer. */
export function checkDatabaseBy(check: Check): void {
  state.checkDatabase = check;
}

/**
 * Whether a load balancer should send requests here. Anyone may ask, so the answer has no names of things or people, no
 * addresses and no texts of errors.
 *
 * `degraded`: pages are served, but the listed background loops fail. The instance stays ready, since people need the
 * pages that report the failure, and removing it would repair nothing.
 *
 * AWS is reported and does not count. An outage of AWS would otherwise remove every instance, and with them the pages
 * that report the outage.
 */
export function readiness(): Promise<Readiness> {
  const nowMs = performance.now();
  if (isStopping() || state.last === null || nowMs - state.last.atMs > KEEP_MS)
    state.last = { atMs: nowMs, answer: check() };
  return state.last.answer;
}

async function check(): Promise<Readiness> {
  const database = await checkDatabase();
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

async function checkDatabase(): Promise<"none" | "answered" | "unreachable"> {
  if (state.checkDatabase === null) return "none";
  try {
    await Promise.race([state.checkDatabase(), rejectLater()]);
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
