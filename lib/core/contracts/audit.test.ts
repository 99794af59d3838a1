import { expect, test } from "vitest";
import type { AuditEntry, AuditOutcome } from "@/lib/core/domain/audit-entry";
import { auditPageSchema } from "./audit";

const ENTRY: AuditEntry = {
  entry: 7,
  at: new Date("2026-11-23T12:00:00Z"),
  action: "cancel-execution",
  actor: { id: "u1", name: "Ada", email: null, role: "operator" },
  from: null,
  fleetId: "demo",
  thingName: "kiosk:ams-014",
  jobId: "fw",
  executionNumber: 1,
  operationId: null,
  asked: { force: false },
  before: null,
  outcome: null,
  after: null,
  hash: "0f",
};
const COMPLETED_BY: Record<AuditOutcome["completedBy"], true> = {
  answer: true,
  "later-read": true,
  "late-answer": true,
};

test.each(Object.keys(COMPLETED_BY))(
  "a page with an entry completed by %s reaches the browser",
  (completedBy) => {
    const outcome = { kind: "accepted", errorName: null, requestId: "r-1", completedBy, at: ENTRY.at };
    const page = { rows: [{ ...ENTRY, outcome }], cursor: null, readAt: ENTRY.at };
    expect(auditPageSchema.parse(JSON.parse(JSON.stringify(page)))).toEqual(page);
  },
);
