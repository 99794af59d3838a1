import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/** From a healthy describe (some 30 ms) to the time-out of a call. */
const AWS_SECONDS = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const REQUEST_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * What is counted. Labels are of few values, ever: an API, an outcome, a fleet; never a thing, a job, a person
 * or a path, of which there may be millions.
 */
function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    awsCalls: new Counter({
      name: "standdown_aws_calls_total",
      help: "Calls of AWS by API and outcome (ok, or why not).",
      labelNames: ["fleet", "api", "outcome"],
      registers,
    }),
    awsThrottles: new Counter({
      name: "standdown_aws_throttles_total",
      help: "Calls that AWS throttled.",
      labelNames: ["fleet", "api"],
      registers,
    }),
    awsSeconds: new Histogram({
      name: "standdown_aws_call_seconds",
      help: "How long AWS took to answer, without the wait for our own turn.",
      labelNames: ["fleet", "api"],
      buckets: AWS_SECONDS,
      registers,
    }),
    cancellations: new Counter({
      name: "standdown_cancellations_total",
      help: "Cancellations that were asked for, by what came of them.",
      labelNames: ["fleet", "outcome"],
      registers,
    }),
    events: new Counter({
      name: "standdown_events_total",
      help: "Events of jobs that the queue brought, by kind and by what the index made of them.",
      labelNames: ["fleet", "kind", "outcome"],
      registers,
    }),
    loopFailures: new Counter({
      name: "standdown_loop_failures_total",
      help: "Runs of a background loop that failed; fleet is empty for a loop that serves all fleets.",
      labelNames: ["loop", "fleet"],
      registers,
    }),
    loopFailuresInRow: new Gauge({
      name: "standdown_loop_consecutive_failures",
      help: "How many runs of a background loop have failed since one last succeeded.",
      labelNames: ["loop", "fleet"],
      registers,
    }),
    indexRowsRefused: new Counter({
      name: "standdown_index_rows_refused_total",
      help: "Executions and jobs that the store refused and the index therefore leaves out.",
      labelNames: ["fleet"],
      registers,
    }),
    signIns: new Counter({
      name: "standdown_sign_ins_total",
      help: "Attempts to sign in, by what came of them.",
      labelNames: ["outcome"],
      registers,
    }),
    requests: new Counter({
      name: "standdown_http_requests_total",
      help: "Answers by class of status.",
      labelNames: ["status"],
      registers,
    }),
    requestSeconds: new Histogram({
      name: "standdown_http_request_seconds",
      help: "How long requests took, static files apart.",
      buckets: REQUEST_SECONDS,
      registers,
    }),
  };
}

const holder = globalThis as typeof globalThis & { standdownMetrics?: ReturnType<typeof createMetrics> };

/** One set for the process: Next loads this module once for pages and once for actions. */
export function metrics(): ReturnType<typeof createMetrics> {
  holder.standdownMetrics ??= createMetrics();
  return holder.standdownMetrics;
}
