import type { AuditIntent } from "@/lib/core/domain/audit-entry";
import type { AuditEnd } from "../audit-log";

/** An intent to cancel. @param more the members that a test cares about */
export function intentOf(more: Partial<AuditIntent>): AuditIntent {
  return {
    action: "cancel-execution",
    actor: { id: "u-1", name: "Ada", email: "ada@example.com", role: "supervisor" },
    from: "192.0.2.7",
    fleetId: "kiosks",
    thingName: "site:7:kiosk",
    jobId: "fw-1",
    executionNumber: 1,
    operationId: null,
    asked: { force: true, expectedVersion: 3, reason: "wrong image" },
    before: { status: "IN_PROGRESS", versionNumber: 3 },
    ...more,
  };
}

export const CANCELED: AuditEnd = {
  kind: "canceled",
  errorName: null,
  requestId: "req-1",
  completedBy: "answer",
  after: { status: "CANCELED", versionNumber: 4 },
};
