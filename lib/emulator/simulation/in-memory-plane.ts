import type { DeviceExecution, DevicePlane } from "../device/device-plane.ts";
import type { Seed } from "../seed/seed-format.ts";

export type ConnectionChange = { thingName: string; connected: boolean; reason: string | undefined };

/** A device plane for tests: the rules for devices, a clock that the test sets, and a record of connection changes. */
export class InMemoryPlane implements DevicePlane {
  nowMs: number;
  readonly connectionChanges: ConnectionChange[] = [];
  readonly #executions: DeviceExecution[];

  constructor(fleet: Seed, nowMs: number) {
    this.nowMs = nowMs;
    this.#executions = (fleet.jobs ?? []).flatMap((job) =>
      (Array.isArray(job.executions) ? job.executions : []).flatMap((each) =>
        "thingName" in each
          ? {
              jobId: job.jobId,
              jobDocument: job.document ?? "{}",
              executionNumber: 1,
              versionNumber: 1,
              statusDetails: {},
              queuedAtMs: nowMs,
              lastUpdatedAtMs: nowMs,
              ...each,
            }
          : [],
      ),
    );
  }

  all(): readonly DeviceExecution[] {
    return this.#executions;
  }

  find(thingName: string, jobId: string): DeviceExecution {
    const found = this.#executions.find((each) => each.thingName === thingName && each.jobId === jobId);
    if (found === undefined) throw new Error(`No execution of ${jobId} on ${thingName}`);
    return found;
  }

  /** What a forced CancelJobExecution does. */
  cancel(thingName: string, jobId: string): void {
    this.find(thingName, jobId).status = "CANCELED";
  }

  pending(thingName: string) {
    const mine = this.#executions.filter((each) => each.thingName === thingName);
    const of = (status: string) =>
      mine.filter((each) => each.status === status).sort((one, other) => one.queuedAtMs - other.queuedAtMs);
    return { inProgress: of("IN_PROGRESS"), queued: of("QUEUED") };
  }

  startNext(thingName: string, details?: Record<string, string>): DeviceExecution | null {
    const { inProgress, queued } = this.pending(thingName);
    const next = inProgress[0] ?? queued[0];
    if (next === undefined) return null;
    if (next.status === "QUEUED") {
      this.update(thingName, next.jobId, {
        status: "IN_PROGRESS",
        ...(details && { statusDetails: details }),
      });
      next.startedAtMs = this.nowMs;
    }
    return { ...next };
  }

  update: DevicePlane["update"] = (thingName, jobId, { status, statusDetails }) => {
    const execution = this.find(thingName, jobId);
    if (execution.status !== "QUEUED" && execution.status !== "IN_PROGRESS") {
      return { ok: false, reason: "invalid-state-transition", message: `It is ${execution.status}` };
    }
    execution.status = status;
    execution.statusDetails = statusDetails ?? execution.statusDetails;
    execution.lastUpdatedAtMs = this.nowMs;
    execution.versionNumber += 1;
    return { ok: true, versionNumber: execution.versionNumber };
  };

  setConnected(thingName: string, connected: boolean, reason?: string): void {
    this.connectionChanges.push({ thingName, connected, reason });
  }

  now(): number {
    return this.nowMs;
  }
}
