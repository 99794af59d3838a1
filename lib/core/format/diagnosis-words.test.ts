import { describe, expect, test } from "vitest";
import type { QueueJob } from "@/lib/core/domain/device-queue";
import type { BesideQueue, ThingDiagnosis } from "@/lib/core/domain/diagnose-thing";
import type { ExecutionSummary } from "@/lib/core/domain/execution";
import { diagnosisSentence } from "./diagnosis-words";

const MIN = 60_000;
const H = 60 * MIN;
const NOW = new Date("2026-11-23T12:00:00Z");
const ago = (ms: number) => new Date(NOW.getTime() - ms);
const beside: BesideQueue = { held: [], elsewhere: [], unplaced: 0 };
const night: QueueJob = {
  jobId: "night",
  status: "SCHEDULED",
  namespaceId: null,
  nextWindow: "2026-11-24 02:00",
  startTime: null,
};

const HELD =
  "night is scheduled: AWS IoT does not list it to the device before its next maintenance window, at 2026-11-24 02:00.";

describe("a diagnosis", () => {
  const execution: ExecutionSummary = {
    thingName: "kiosk",
    jobId: "fw",
    status: "IN_PROGRESS",
    queuedAt: ago(9 * H),
    startedAt: ago(6 * H),
    lastUpdatedAt: ago(5 * H),
    executionNumber: 1,
    retryAttempt: 0,
  };

  test.each<[ThingDiagnosis, string]>([
    [{ kind: "idle" }, "Nothing open: no execution is queued or in progress."],
    [
      { kind: "none-so-far" },
      "Not known yet: no open execution was listed so far, and AWS has more to read.",
    ],
    [
      { kind: "waiting", queued: 1, since: ago(40 * MIN), beside },
      "1 job waits for the device to take up work, the oldest for 40 min.",
    ],
    [{ kind: "waiting", queued: 3, since: null, beside }, "3 jobs wait for the device to take up work."],
    [{ kind: "working", execution, behind: 0, beside }, "Working on fw."],
    [{ kind: "working", execution, behind: 1, beside }, "Working on fw: 1 job waits behind it."],
    [
      { kind: "silent", execution, since: ago(5 * H), behind: 2, beside },
      "In progress for 6 h with no update for 5 h: 2 jobs wait behind it.",
    ],
    [
      {
        kind: "silent",
        execution: { ...execution, startedAt: ago(5 * H) },
        since: ago(5 * H),
        behind: 0,
        beside,
      },
      "In progress for 5 h with no update.",
    ],
    [
      { kind: "silent", execution: { ...execution, startedAt: null }, since: ago(5 * H), behind: 0, beside },
      "In progress for 5 h with no update.",
    ],
  ])("%#: %s", (diagnosis, sentence) => {
    expect(diagnosisSentence(diagnosis, NOW)).toBe(sentence);
  });

  test("a queue that was not read to its end claims no more than was read", () => {
    const waiting: ThingDiagnosis = { kind: "waiting", queued: 250, since: ago(40 * MIN), beside };
    expect(diagnosisSentence(waiting, NOW, { isPart: true })).toBe(
      "250 or more jobs wait, the oldest of those read for 40 min; what is not read yet may be in progress.",
    );
    expect(
      diagnosisSentence({ kind: "working", execution, behind: 249, beside }, NOW, { isPart: true }),
    ).toBe("Working on fw: 249 or more jobs wait behind it.");
  });

  test.each<[Partial<BesideQueue>, string]>([
    [
      { elsewhere: [{ namespaceId: "aws-gg-deployment", open: 2 }] },
      "2 more are open in the namespace aws-gg-deployment, which devices ask for apart.",
    ],
    [
      { elsewhere: [{ namespaceId: null, open: 1 }] },
      "1 more is open in the default namespace, which devices ask for apart.",
    ],
    [{ unplaced: 3 }, "3 more are queued; whether in the same namespace is not known."],
    [{ held: [night, night, night] }, `${HELD} ${HELD} 1 more is scheduled as well.`],
  ])("names separately what does not wait for the one in progress: %j", (more, sentence) => {
    const working: ThingDiagnosis = { kind: "working", execution, behind: 0, beside: { ...beside, ...more } };
    expect(diagnosisSentence(working, NOW)).toBe(`Working on fw. ${sentence}`);
  });

  test("names what only waits for its maintenance window", () => {
    const held: ThingDiagnosis = { kind: "held", queued: 1, beside: { ...beside, held: [night] } };
    expect(diagnosisSentence(held, NOW)).toBe(`1 job is queued for later. ${HELD}`);
    expect(diagnosisSentence(held, NOW, { isPart: true })).toBe(
      `1 job is queued for later; what is not read yet may be in progress. ${HELD}`,
    );
  });
});
