import type { ExecutionRef } from "@/lib/core/domain/execution";

/** "fw-rollout on kiosk:ams-014", with AWS's names in monospace. */
export function ExecutionNames({ of: { thingName, jobId } }: { of: ExecutionRef }) {
  return (
    <>
      <span className="font-mono text-ink">{jobId}</span> on{" "}
      <span className="font-mono text-ink">{thingName}</span>
    </>
  );
}
