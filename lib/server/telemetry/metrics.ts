import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import { perProcess } from "@/lib/server/process/per-process";

/** From a healthy describe (some 30 ms) to the timeout of a call. */
const AWS_SECONDS = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const REQUEST_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Labels have few values: an API, an outcome, a fleet. Never a thing, a job, a person or a path: there may be millions. */
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
      help: "How long AWS took to answer, without the wait for the rate limiter.",
      labelNames: ["fleet", "api"],
      buckets: AWS_SECONDS,
      registers,
    }),
    cancellations: new Counter({
      name: "standdown_cancellations_total",
      help: "Cancellations by outcome.",
      labelNames: ["fleet", "outcome"],
      registers,
    }),
    events: new Counter({
      name: "standdown_events_total",
      help: "Events of the queue by kind and outcome.",
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
      help: "Attempts to sign in, by outcome.",
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

export const metrics = (): ReturnType<typeof createMetrics> => perProcess("metrics", createMetrics);
