import { describe, expect, it } from "vitest";
import type { IndexedExecution, TriageThresholds } from "./triage";
import { type TriageJob, type TriageThing, triageThing } from "./triage-thing";

const NOW = new Date("2026-11-23T12:00:00Z");
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);

const thresholds: TriageThresholds = {
  stuckMinutes: 60,
  waitingMinutes: 1_440,
  stuckMinutesOfJob: { "slow-job": 600 },
  stuckMinutesOfType: { kiosk: 10 },
};
const thing: TriageThing = { typeName: null, connectivity: "connected" };
const plainJob: TriageJob = {
  hasTimeout: true,
  rollsOutByRate: false,
  scheduledAt: null,
  isScheduled: false,
  namespace: "",
};

function execution(jobId: string, status: string, minutes: number | null): IndexedExecution {
  const at = minutes === null ? null : minutesAgo(minutes);
  return {
    thingName: "kiosk-1",
    jobId,
    status,
    queuedAt: at,
    startedAt: status === "IN_PROGRESS" ? at : null,
    lastUpdatedAt: at,
    executionNumber: 1,
    readAt: NOW,
  };
}

function triage(
  open: IndexedExecution[],
  facts: { thing?: Partial<TriageThing>; job?: Partial<TriageJob> } = {},
) {
  const job = { ...plainJob, ...facts.job };
  return triageThing(open, { ...thing, ...facts.thing }, () => job, thresholds, NOW);
}

describe("an execution in progress", () => {
  it("is stuck from its last update plus the threshold on", () => {
    const [row] = triage([execution("a", "IN_PROGRESS", 30)]);
    expect(row).toMatchObject({
      reason: "stuck",
      severity: 0,
      since: minutesAgo(30),
      dueAt: minutesAgo(-30),
    });
  });

  it.each([
    [{ thing: { connectivity: "disconnected" } }, "stuck-disconnected", 1],
    [{ thing: { connectivity: "not-connected" } }, "stuck-not-connected", 1],
    [{ job: { hasTimeout: false } }, "stuck-no-timeout", 1],
    [{ job: { hasTimeout: null } }, "stuck", 0],
    [{ thing: { connectivity: "unknown" } }, "stuck", 0],
    [{ thing: { connectivity: null } }, "stuck", 0],
    [{ thing: { connectivity: "disconnected" }, job: { hasTimeout: false } }, "stuck-disconnected", 2],
  ] as const)("with %j is %s", (facts, reason, severity) => {
    expect(triage([execution("a", "IN_PROGRESS", 90)], facts)[0]).toMatchObject({ reason, severity });
  });

  it("is worse where others wait behind it, and counts them", () => {
    const rows = triage([
      execution("a", "IN_PROGRESS", 90),
      execution("b", "QUEUED", 5),
      execution("c", "QUEUED", 4),
    ]);
    expect(rows[0]).toMatchObject({ reason: "stuck-blocking", severity: 1, behind: 2 });
    expect(rows[1]).toMatchObject({ reason: "behind-stuck", blockedBy: "a", behind: 0 });
  });

  it("has its job's threshold before its type's before its fleet's", () => {
    const due = (jobId: string, typeName: string | null) =>
      triage([execution(jobId, "IN_PROGRESS", 0)], { thing: { typeName } })[0]!.dueAt;
    expect(due("slow-job", "kiosk")).toEqual(minutesAgo(-600));
    expect(due("a", "kiosk")).toEqual(minutesAgo(-10));
    expect(due("a", "constructor")).toEqual(minutesAgo(-60));
  });

  it("is never stuck where nobody knows since when", () => {
    expect(triage([execution("a", "IN_PROGRESS", null)])[0]).toMatchObject({ since: null, dueAt: null });
  });
});

describe("a queued execution", () => {
  it("waits for the one that was silent longest", () => {
    const rows = triage([
      execution("a", "IN_PROGRESS", 5),
      execution("b", "IN_PROGRESS", 7),
      execution("c", "QUEUED", 1),
    ]);
    expect(rows[2]).toMatchObject({ reason: "behind-another", blockedBy: "b", dueAt: minutesAgo(1 - 1_440) });
    expect(rows.map(({ behind }) => behind)).toEqual([0, 1, 0]);
  });

  it.each([
    [{ job: { scheduledAt: minutesAgo(-5) }, thing: { connectivity: "disconnected" } }, "scheduled"],
    [{ job: { scheduledAt: minutesAgo(5) } }, "waiting"],
    [{ job: { scheduledAt: minutesAgo(5), isScheduled: true } }, "scheduled"],
    [{ thing: { connectivity: "disconnected" }, job: { rollsOutByRate: true } }, "not-connected"],
    [{ thing: { connectivity: "not-connected" }, job: { rollsOutByRate: true } }, "not-connected"],
    [{ thing: { connectivity: "unknown" } }, "not-connected"],
    [{ job: { rollsOutByRate: true } }, "rollout"],
    [{ thing: { connectivity: null } }, "waiting"],
  ] as const)("with %j and nothing before it: %s", (facts, reason) => {
    expect(triage([execution("a", "QUEUED", 5)], facts)[0]!.reason).toBe(reason);
  });
});

describe("executions of several namespaces", () => {
  const NAMESPACES: Record<string, string | null> = {
    a: "",
    b: "",
    gg: "aws-gg-deployment",
    gg2: "aws-gg-deployment",
  };
  const triageIn = (namespaces: Record<string, string | null>, open: IndexedExecution[]) =>
    triageThing(
      open,
      thing,
      (jobId) => ({ ...plainJob, namespace: namespaces[jobId] ?? null }),
      thresholds,
      NOW,
    );

  it("wait only for what is in progress in their own", () => {
    const open = [
      execution("a", "IN_PROGRESS", 300),
      execution("b", "QUEUED", 10),
      execution("gg", "IN_PROGRESS", 5),
      execution("gg2", "QUEUED", 10),
    ];
    expect(triageIn(NAMESPACES, open)).toMatchObject([
      { reason: "stuck-blocking", behind: 1 },
      { reason: "behind-stuck", blockedBy: "a" },
      { reason: "stuck-blocking", behind: 1 },
      { reason: "behind-another", blockedBy: "gg" },
    ]);
    const [, , gg] = open;
    expect(triageIn(NAMESPACES, [gg!, open[1]!])).toMatchObject([
      { reason: "stuck", behind: 0 },
      { reason: "waiting", blockedBy: null },
    ]);
  });

  it("wait for nothing that is known while a namespace is not", () => {
    const open = [execution("a", "IN_PROGRESS", 300), execution("b", "QUEUED", 10)];
    for (const unknown of ["a", "b"])
      expect(triageIn({ ...NAMESPACES, [unknown]: null }, open)).toMatchObject([
        { behind: 0 },
        { reason: "waiting", blockedBy: null },
      ]);
  });
});
