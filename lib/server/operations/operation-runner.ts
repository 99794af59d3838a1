import { CallGuard } from "./call-guard";
import { cancelItem } from "./cancel-item";
import { type Lease, recordPace, recordRunnerFailure } from "./fleet-lease";
import { claimItems, type ItemInFlight, readMsUntilNextTry } from "./item-store";
import { ItemUpdateWriter } from "./item-update-writer";
import { type ActiveOperation, OperationScan } from "./operation-scan";
import { ResultRecorder } from "./result-recorder";
import type { RunnerServices } from "./runner-services";
import { startEach } from "./runner-store";

/**
 * Items in flight at once, fewer than the gateway's fifty connections, so that no call waits for one. A call that
 * waited for a connection after its last check could still leave after a stop or a freeze.
 */
const MOST_IN_FLIGHT = 48;
const FEWEST_IN_FLIGHT = 4;
/** With a quota, no more items are in flight than are sent in this time: a pause, stop or shutdown waits for them. */
const IN_FLIGHT_SECONDS = 3;

/** How often operations, permissions and waiting items are read while nothing else gives cause to. */
const SCAN_EVERY_MS = 500;
const SOON_MS = 20;
const RECORD_PACE_EVERY_MS = 1_000;

/** Then the fleet returns to the queue, so that many fleets share few instances. */
const RUN_AT_MOST_MS = 10 * 60_000;

/** `done`: nothing is left to do, or another runner has taken over. `again`: the time or the process ended before that. */
export type RunEnd = "done" | "again";

/** One run of a fleet's operations: the loop of `runOperations`. */
export class OperationRunner {
  private readonly endsAt = performance.now() + RUN_AT_MOST_MS;
  private readonly services: RunnerServices;
  private readonly lease: Lease;
  private readonly signal: AbortSignal;
  private readonly operationScan: OperationScan;
  private readonly guard: CallGuard;
  private readonly recorder: ResultRecorder;
  private readonly inFlight = new Map<ItemInFlight, Promise<void>>();
  private failure: { error: unknown } | null = null;
  private isLeaseLost = false;
  private wake: () => void = () => {};
  private paceRecordedAt = -Infinity;
  private hasScanned = false;

  constructor(services: RunnerServices, lease: Lease, signal: AbortSignal) {
    this.services = services;
    this.lease = lease;
    this.signal = signal;
    const onLeaseLost = () => void (this.isLeaseLost = true);
    this.operationScan = new OperationScan(services, lease);
    this.guard = new CallGuard(services, lease, signal, onLeaseLost);
    this.recorder = new ResultRecorder(services, lease, new ItemUpdateWriter(services, lease, onLeaseLost));
  }

  async run(): Promise<RunEnd> {
    const stopWaiting = () => this.wake();
    this.signal.addEventListener("abort", stopWaiting);
    try {
      return await this.loop();
    } catch (error) {
      this.failure ??= { error };
      throw error;
    } finally {
      this.signal.removeEventListener("abort", stopWaiting);
      // Waited for even if the store has failed: they may be calling AWS, and the next run reads what they did.
      await Promise.all(this.inFlight.values());
    }
  }

  private async loop(): Promise<RunEnd> {
    while (!this.mustEnd()) {
      const active = await this.operationScan.scan((id) => this.isIdle(id));
      if (!this.hasScanned) {
        const { kysely } = await this.services.database();
        await recordRunnerFailure(kysely, this.lease.fleetId, null);
        this.hasScanned = true;
      }
      // A suspended operation has only this run to send its probe, and to pause it when it waits for too long.
      const isIdle = active.length === 0 && this.inFlight.size === 0;
      if (isIdle && !this.operationScan.hasSuspended) return "done";
      const claimed = await this.claim(active);
      await this.recordPaceWhenDue();
      if (claimed === 0 || this.room() === 0) await this.untilNext(active);
    }
    await Promise.all(this.inFlight.values());
    this.throwFailure();
    return this.isLeaseLost ? "done" : "again";
  }

  private mustEnd(): boolean {
    this.throwFailure();
    return this.signal.aborted || this.isLeaseLost || performance.now() > this.endsAt;
  }

  private throwFailure(): void {
    if (this.failure) throw this.failure.error;
  }

  private isIdle(operationId: string): boolean {
    for (const item of this.inFlight.keys()) if (item.operationId === operationId) return false;
    return true;
  }

  private mostInFlight(): number {
    const pace = this.services.pace();
    if (pace === null) return MOST_IN_FLIGHT;
    return Math.min(
      MOST_IN_FLIGHT,
      Math.max(FEWEST_IN_FLIGHT, Math.ceil(pace.perSecond * IN_FLIGHT_SECONDS)),
    );
  }

  /** Zero until a quarter is free: a scan for each item that ends would be four statements an item. */
  private room(): number {
    const most = this.mostInFlight();
    const room = most - this.inFlight.size;
    return room >= most / 4 ? room : 0;
  }

  /** Claims items and starts to cancel them. Returns how many. */
  private async claim(active: readonly ActiveOperation[]): Promise<number> {
    let claimed = 0;
    for (const state of ["stopping", "running"] as const) {
      const those = active.filter(({ operation }) => operation.state === state);
      const room = this.room();
      if (those.length === 0 || room === 0) continue;
      const probes = those.filter(({ isProbe }) => isProbe);
      const others = those.filter(({ isProbe }) => !isProbe);
      const items = [
        ...(await this.claimShares(state, others, Math.ceil(room / those.length))),
        ...(await this.claimShares(state, probes, 1)),
      ];
      const byId = new Map(those.map((each) => [each.operation.id, each]));
      await this.recordStarts(items.map(({ operationId }) => byId.get(operationId)!));
      for (const item of items) this.start(item, byId.get(item.operationId)!);
      claimed += items.length;
    }
    return claimed;
  }

  private async claimShares(
    state: "stopping" | "running",
    active: readonly ActiveOperation[],
    share: number,
  ): Promise<ItemInFlight[]> {
    if (active.length === 0) return [];
    const { kysely } = await this.services.database();
    const ids = active.map(({ operation }) => operation.id);
    return claimItems(kysely, this.lease, state, ids, share);
  }

  private async recordStarts(claimedFrom: readonly ActiveOperation[]): Promise<void> {
    const notStarted = claimedFrom.filter(({ operation }) => operation.startedAt === null);
    if (notStarted.length === 0) return;
    const { kysely } = await this.services.database();
    await startEach(kysely, [...new Set(notStarted.map(({ operation }) => operation.id))]);
  }

  private start(item: ItemInFlight, active: ActiveOperation): void {
    const { operation, actor } = active;
    const work = async () => {
      try {
        const check = () => this.guard.check(operation, item);
        await this.recorder.record(
          active,
          item,
          await cancelItem(this.services, actor, operation, item, check),
        );
      } catch (error) {
        this.failure ??= { error };
      } finally {
        this.inFlight.delete(item);
        if (this.room() > 0 || this.failure) this.wake();
      }
    };
    this.inFlight.set(item, work());
  }

  private async recordPaceWhenDue(): Promise<void> {
    if (performance.now() - this.paceRecordedAt < RECORD_PACE_EVERY_MS) return;
    this.paceRecordedAt = performance.now();
    const { kysely } = await this.services.database();
    if (!(await recordPace(kysely, this.lease, this.services.pace()))) this.isLeaseLost = true;
  }

  /** Waits until an item ends, another may be retried, or the next scan is due. */
  private async untilNext(active: readonly ActiveOperation[]): Promise<void> {
    let waitMs = SCAN_EVERY_MS;
    if (this.inFlight.size === 0 && active.length > 0) {
      const { kysely } = await this.services.database();
      const ids = active.map(({ operation }) => operation.id);
      waitMs = Math.min(waitMs, (await readMsUntilNextTry(kysely, ids)) ?? SOON_MS);
    }
    if (this.signal.aborted) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMs);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = () => {};
  }
}
