import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import type { QueueJob } from "@/lib/core/domain/device-queue";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { ok, type Result } from "@/lib/core/domain/result";
import type { IotGateway } from "@/lib/server/iot/iot-gateway";

/** A namespace never changes, and a window opens on the minute. Nobody waits for it. */
const QUEUE_READS = { priority: "background", maxAgeMs: 30_000 } as const;

/** The namespaces and schedules of these jobs, which decide when a device gets their executions. An unreadable job is left out. */
export async function readQueueJobs(
  { iot }: { iot: Pick<IotGateway, "describeJob"> },
  actor: Actor,
  { jobs }: { jobs: readonly string[] },
): Promise<Result<{ jobs: QueueJob[] }, ReadFailure>> {
  const authorized = authorize(actor, "read");
  if (!authorized.ok) return authorized;
  const reads = await Promise.all(jobs.map((jobId) => iot.describeJob(jobId, QUEUE_READS)));
  return ok({
    jobs: reads.flatMap((read) => {
      if (!read.ok) return [];
      const { jobId, status, namespaceId, scheduling } = read.value;
      return {
        jobId,
        status,
        namespaceId,
        nextWindow: scheduling.nextRollouts[0] ?? null,
        startTime: scheduling.startTime,
      };
    }),
  });
}
