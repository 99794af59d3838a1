import type { ObserveCall } from "@/lib/server/iot/call-aws";
import { perProcess } from "@/lib/server/process/per-process";
import { log } from "./log";
import { metrics } from "./metrics";

/** Whether AWS answered the last call, whichever fleet it was for. Readiness reports it. */
interface LastAnswer {
  answered: boolean;
  atMs: number;
}

const state = perProcess("last-answer-of-aws", (): { last: LastAnswer | null } => ({ last: null }));

export const lastAnswerOfAws = (): LastAnswer | null => state.last;

/** Outcomes in which AWS did not answer the request: the network, errors of its own, our credentials. */
const NOT_ANSWERED =
  /^(refused|tls|no-answer|unreadable|error|Internal\w*|ServiceUnavailable\w*|AssumeRoleFailed|Credentials\w*|Expired\w*|UnrecognizedClientException|InvalidSignatureException)$/;

/** Counts and logs a fleet's calls of AWS. */
export function observeCallsOf(fleet: string): ObserveCall {
  return ({ api, outcome, throttled, ms }) => {
    const { awsCalls, awsThrottles, awsSeconds } = metrics();
    awsCalls.inc({ fleet, api, outcome });
    awsSeconds.observe({ fleet, api }, ms / 1000);
    if (throttled) awsThrottles.inc({ fleet, api });
    state.last = { answered: !NOT_ANSWERED.test(outcome), atMs: Date.now() };
    log()[outcome === "ok" ? "debug" : "warn"](
      { fleet, api, outcome, ms: Math.round(ms) },
      outcome === "ok" ? "AWS answered" : "AWS did not do it",
    );
  };
}
