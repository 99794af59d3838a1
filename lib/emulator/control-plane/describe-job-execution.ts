import { jobId, thingName } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { integer, optional, required } from "../http/shape.ts";
import { toSeconds } from "../http/timestamp.ts";
import { asShown, nearestTimeoutMs } from "../state/execution.ts";
import { requireExecution } from "./require-resource.ts";

/** Omits members as the real sample of facts 1.3 does: no startedAt, no forceCanceled, empty statusDetails. */
export const describeJobExecutionOperation = defineOperation({
  api: "DescribeJobExecution",
  method: "GET",
  path: "/things/{thingName}/jobs/{jobId}",
  labels: { thingName: required(thingName), jobId: required(jobId) },
  query: { executionNumber: optional(integer()) },
  act(call, { thingName, jobId, executionNumber }) {
    const shown = asShown(requireExecution(call, thingName, jobId, executionNumber));
    const timeoutMs = nearestTimeoutMs(shown);
    return {
      execution: {
        jobId,
        status: shown.status,
        forceCanceled: shown.forceCanceled ? true : undefined,
        statusDetails: shown.statusDetails ? { detailsMap: shown.statusDetails } : {},
        thingArn: call.arns.of("thing", thingName),
        queuedAt: toSeconds(shown.queuedAtMs),
        startedAt: shown.startedAtMs === undefined ? undefined : toSeconds(shown.startedAtMs),
        lastUpdatedAt: toSeconds(shown.lastUpdatedAtMs),
        executionNumber: shown.executionNumber,
        versionNumber: shown.versionNumber,
        approximateSecondsBeforeTimedOut:
          timeoutMs === undefined ? undefined : Math.max(0, Math.ceil((timeoutMs - call.nowMs) / 1_000)),
      },
    };
  },
});
