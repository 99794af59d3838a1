import type { ExecutionRef } from "@/lib/core/domain/execution";

/** "fw-rollout on kiosk:ams-014": names that AWS knows stand in monospace. */
export function ExecutionNames({ of: { thingName, jobId } }: { of: ExecutionRef }) {
  return (
    <>
      <span className="font-mono text-ink">{jobId}</span> on{" "}
      <span className="font-mono text-ink">{thingName}</span>
    </>
  );
}
