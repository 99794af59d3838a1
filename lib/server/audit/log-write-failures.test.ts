import { expect, test } from "vitest";
import { createAuditLog } from "./audit-log";
import { logWriteFailures } from "./log-write-failures";
import { intentOf } from "./testing/sample-entries";

const END = {
  kind: "forbidden",
  errorName: null,
  requestId: null,
  completedBy: "answer",
  after: null,
} as const;

test("each entry that could not be written is logged, and its caller still learns of it", async () => {
  const full = new Error("the disk is full");
  const lines: { facts: object; message: string }[] = [];
  const log = (facts: object, message: string) => lines.push({ facts, message });
  const audit = logWriteFailures(
    createAuditLog(() => Promise.reject(full)),
    { warn: log, error: log },
  );
  const intent = intentOf({ action: "cancel-execution" });

  await expect(audit.open(intent)).rejects.toBe(full);
  await expect(audit.complete({ entry: 7, intent }, END)).rejects.toBe(full);
  await expect(audit.record(intent, END)).rejects.toBe(full);

  expect(lines).toEqual([
    {
      facts: expect.objectContaining({ action: "cancel-execution", err: full }) as object,
      message: expect.stringContaining("could not be opened") as string,
    },
    {
      facts: expect.objectContaining({ entry: 7, err: full }) as object,
      message: expect.stringContaining("stays open") as string,
    },
    {
      facts: expect.objectContaining({ outcome: "forbidden", err: full }) as object,
      message: expect.stringContaining("could not be written") as string,
    },
  ]);
});
