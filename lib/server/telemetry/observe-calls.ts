import type { ObserveCall } from "@/lib/server/iot/call-aws";
import { log } from "./log";
import { metrics } from "./metrics";

/** How the last call to any fleet ended: what `ready` says of AWS. */
interface LastAnswer {
  answered: boolean;
  atMs: number;
}

const holder = globalThis as typeof globalThis & { standdownLastAnswer?: LastAnswer };

export const lastAnswerOfAws = (): LastAnswer | null => holder.standdownLastAnswer ?? null;

/** Outcomes in which AWS did not get to our question: the network, its own faults, our credentials. */
const NOT_ANSWERED =
  /^(refused|tls|no-answer|unreadable|error|Internal\w*|ServiceUnavailable\w*|AssumeRoleFailed|Credentials\w*|Expired\w*|UnrecognizedClientException|InvalidSignatureException)$/;

/** Counts a fleet's calls of AWS, and tells the log of those that failed. */
export function observeCallsOf(fleet: string): ObserveCall {
  return ({ api, outcome, throttled, ms }) => {
    const { awsCalls, awsThrottles, awsSeconds } = metrics();
    awsCalls.inc({ fleet, api, outcome });
    awsSeconds.observe({ fleet, api }, ms / 1000);
    if (throttled) awsThrottles.inc({ fleet, api });
    holder.standdownLastAnswer = { answered: !NOT_ANSWERED.test(outcome), atMs: Date.now() };
    log()[outcome === "ok" ? "debug" : "warn"](
      { fleet, api, outcome, ms: Math.round(ms) },
      outcome === "ok" ? "AWS answered" : "AWS did not do it",
    );
  };
}
