import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import type { HeldBack } from "@/lib/core/domain/item-outcome";
import type { Forbidden } from "@/lib/core/domain/read-failure";
import { cancelItem, type ItemResult, notUsedUp } from "./cancel-item";
import { CircuitBreaker, probeAfterMs, type SystemFault } from "./circuit-breaker";
import { coalesced } from "./coalesced";
import { endIfDone, isSwitchedOff, pauseForCause, stopWithoutRight, whyLost } from "./end-operations";
import { movedTo } from "./fleet-target";
import { toSuspension } from "./operation-rows";
import { recoverInFlightItems } from "./recover-in-flight-items";
import type { RunnerServices } from "./runner-services";
import {
  startEach,
  claimItems,
  correctToCanceled,
  endSuspension,
  type ItemInFlight,
  listUnfinished,
  nextTryAt,
  readLease,
  type RunningOperation,
  stopWaitingItems,
  writeItemUpdates,
  type ItemUpdate,
  suspendOperation,
  acquireLease,
  recordPace,
  recordRunnerFailure,
  type Turn,
  type UnfinishedOperation,
} from "./runner-store";

/**
 * Items in flight at once, fewer than the gateway's fifty connections, so that no call waits for one. A call that
 * waited for a connection after its last check could still leave after a stop or a freeze.
 */
const MOST_IN_FLIGHT = 48;
const FEWEST_IN_FLIGHT = 4;
/** With a quota, no more items are in flight than are sent in this time: a pause, stop or shutdown waits for them. */
const IN_FLIGHT_SECONDS = 3;

/** How often operations, rights and what waits are looked at while nothing else gives cause to. */
const LOOK_EVERY_MS = 500;
const SOON_MS = 20;
const RECORD_PACE_EVERY_MS = 1_000;

/** Then the fleet is given back to the queue, so that with many fleets and few instances each has its turn. */
const TURN_MS = 10 * 60_000;

/** `done`: nothing is left to do, or another has taken over. `again`: the turn or the process has ended before that. */
type Ran = "done" | "again";

/** An operation under way, and in whose name: null where they may not any more, and it only has to stop. */
interface Going {
  operation: RunningOperation;
  by: Actor | null;
  /** It is suspended, and one item of it tries whether that is over. */
  isProbe: boolean;
}

/**
 * Runs the operations of a fleet until none has anything left, in turns of ten minutes.
 *
 * An item is `waiting`, then `in-hand` of one runner, then `settled` with its outcome; or `waiting` again, until
 * `not_before`, where AWS throttled it, was away, or did not tell. A run is a loop of rounds:
 *
 *   look    the operations that are not over. `stopping`: what waits is settled as `stopped`. Nothing waiting and
 *           nothing in hand: `finished`, or `stopped`. A person who asked and may not any more: `stopping`; where it is
 *           switched off for everyone: `paused`. Suspended: no items, but for one probe when it is due.
 *   claim   as many items as there is room for, the same number of each running operation: a long one does not hold
 *           up a short one.
 *   do      each by `attemptCancellation`, all that are in hand at once; the gateway paces them by the quota. Directly
 *           before AWS is called the lease, the operation's state and the person's rights are read again.
 *   settle  what has ended since the last statement, in one statement.
 *
 * Everything stands in rows, so that a run may end anywhere. The next one takes the fleet by raising its epoch, which
 * shuts out the one before even where that is still alive, and finds out what became of the items that it had in hand
 * (reclaim-items). So nothing is lost; and nothing is canceled twice that matters, since AWS refuses the second
 * cancellation of an execution, and the audit log tells whose the first one was.
 *
 * Faults that are not about an item (credentials, the clock, the network, AWS itself) suspend the operation by a circuit
 * breaker. It continues by itself when a probe succeeds, and is paused when that takes too long. No item is used up.
 *
 * Arithmetic: an item costs one call of each of two APIs, and its row two updates; its audit entry, two rows, is written
 * together with those of the others in flight.
 *
 * @param signal the process stops, or another has taken over: what is in hand is finished, nothing else is begun
 * @throws where the store fails. What is in hand then is found out about by the next run
 */
export async function runOperations(services: RunnerServices, signal: AbortSignal): Promise<Ran> {
  const { kysely } = await services.database();
  const fleetId = services.fleet.id;
  try {
    const turn = { fleetId, epoch: await acquireLease(kysely, fleetId) };
    await recoverInFlightItems(services, turn);
    return await new FleetRun(services, turn, signal).run();
  } catch (error) {
    // The store may be what fails, and then nothing can be written down: the queue's log says why.
    await recordRunnerFailure(kysely, fleetId, errorWords(error)).catch(() => undefined);
    throw error;
  }
}

const MAX_ERROR_LENGTH = 200;

function errorWords(error: unknown): string {
  const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return words.slice(0, MAX_ERROR_LENGTH);
}

class FleetRun {
  private readonly endsAt = performance.now() + TURN_MS;
  private readonly services: RunnerServices;
  private readonly turn: Turn;
  private readonly signal: AbortSignal;
  private readonly inFlight = new Map<ItemInFlight, Promise<void>>();
  private ended: ItemUpdate[] = [];
  private writing: Promise<void> = Promise.resolve();
  private nextWriting: Promise<void> | null = null;
  private failure: { error: unknown } | null = null;
  private isTakenOver = false;
  private wake: () => void = () => {};
  private recordedAt = -Infinity;
  private goesWell = false;
  private hasLearned = false;
  /** At the last look, an operation was suspended and waited for its probe. */
  private hasSuspended = false;
  private readonly breakers = new Map<string, CircuitBreaker>();
  private readonly readLease: () => ReturnType<FleetRun["readLeaseAndRights"]>;

  constructor(services: RunnerServices, turn: Turn, signal: AbortSignal) {
    this.services = services;
    this.turn = turn;
    this.signal = signal;
    this.readLease = coalesced(() => this.readLeaseAndRights());
  }

  async run(): Promise<Ran> {
    const stopWaiting = () => this.wake();
    this.signal.addEventListener("abort", stopWaiting);
    try {
      return await this.rounds();
    } catch (error) {
      this.failure ??= { error };
      throw error;
    } finally {
      this.signal.removeEventListener("abort", stopWaiting);
      // Waited for even if the store has failed: they may be calling AWS, and the next run reads what they did.
      await Promise.all(this.inFlight.values());
    }
  }

  private async rounds(): Promise<Ran> {
    while (!this.mustEnd()) {
      const operations = await this.look();
      if (!this.goesWell) {
        const { kysely } = await this.services.database();
        await recordRunnerFailure(kysely, this.turn.fleetId, null);
        this.goesWell = true;
      }
      // A suspended operation has only this run to send its probe, and to pause it when it waits for too long.
      if (operations.length === 0 && this.inFlight.size === 0 && !this.hasSuspended) return "done";
      const claimed = await this.claim(operations);
      await this.recordPaceWhenDue();
      if (claimed === 0 || this.room() === 0) await this.untilNext(operations);
    }
    await Promise.all(this.inFlight.values());
    this.throwFailure();
    return this.isTakenOver ? "done" : "again";
  }

  private mustEnd(): boolean {
    this.throwFailure();
    return this.signal.aborted || this.isTakenOver || performance.now() > this.endsAt;
  }

  private throwFailure(): void {
    if (this.failure) throw this.failure.error;
  }

  /** The operations that go on: those that are over end here. */
  private async look(): Promise<Going[]> {
    const { kysely } = await this.services.database();
    const going: Going[] = [];
    this.hasSuspended = false;
    const findPerson = this.createPersonLookup();
    for (const operation of await listUnfinished(kysely, this.turn.fleetId)) {
      if (operation.state === "stopping") await stopWaitingItems(kysely, this.turn, operation.id);
      if (this.isIdle(operation) && (await endIfDone(this.services, this.turn, operation))) continue;
      if (operation.state === "paused") continue;
      const person = await findPerson(operation.person_id);
      const lost = whyLost(this.services, person, operation);
      const by = person && this.inNameOf(person, operation);
      if (operation.state === "stopping") going.push({ operation, by, isProbe: false });
      else if (lost !== null && isSwitchedOff(lost))
        await pauseForCause(this.services, this.turn, operation, "read-only");
      else if (lost !== null) {
        await stopWithoutRight(this.services, this.turn, operation, lost);
        going.push({ operation: { ...operation, state: "stopping" }, by: null, isProbe: false });
      } else if (await this.mayGoOn(operation))
        going.push({ operation, by, isProbe: operation.suspension !== null });
    }
    return going;
  }

  /** Whether items of it may be claimed: it is not suspended, or a probe of it is due. */
  private async mayGoOn(operation: UnfinishedOperation): Promise<boolean> {
    if (operation.target === null) {
      // An instance of an earlier version started it during an upgrade, so nothing says which executions were seen.
      await pauseForCause(this.services, this.turn, operation, "upgraded");
      return false;
    }
    if (!this.hasLearned && this.services.target().account === null) await this.services.learnAccount?.();
    this.hasLearned = true;
    const moved = movedTo(operation.target, this.services.target());
    if (moved !== null && operation.suspension === null)
      await this.suspend(operation, { cause: "fleet-moved", error: moved, isCertain: true });
    if (operation.suspension === null && moved === null) return true;
    if ((operation.suspended_ms ?? 0) > this.services.suspendAtMostMs) {
      await pauseForCause(this.services, this.turn, operation, "suspended-too-long");
      return false;
    }
    this.hasSuspended = true;
    return moved === null && this.isIdle(operation) && operation.is_probe_due;
  }

  /** Counting what waits costs a statement, so only where nothing of it is in hand. */
  private isIdle({ id }: RunningOperation): boolean {
    for (const { operation_id } of this.inFlight.keys()) if (operation_id === id) return false;
    return true;
  }

  /** The person with the rights they have now, and the address that the operation was requested from. */
  private inNameOf(person: Actor, operation: RunningOperation): Actor {
    const { address } = JSON.parse(operation.person) as { address?: string | null };
    return { ...person, ...(address && { address }) };
  }

  private mostInFlight(): number {
    const pace = this.services.pace();
    if (pace === null) return MOST_IN_FLIGHT;
    return Math.min(
      MOST_IN_FLIGHT,
      Math.max(FEWEST_IN_FLIGHT, Math.ceil(pace.perSecond * IN_FLIGHT_SECONDS)),
    );
  }

  /** A round for each item that has ended would be four statements an item. */
  private room(): number {
    const most = this.mostInFlight();
    const room = most - this.inFlight.size;
    return room >= most / 4 ? room : 0;
  }

  /** @returns how many were claimed */
  private async claim(going: readonly Going[]): Promise<number> {
    let claimed = 0;
    for (const state of ["stopping", "running"] as const) {
      const those = going.filter(({ operation }) => operation.state === state);
      const room = this.room();
      if (those.length === 0 || room === 0) continue;
      const { kysely } = await this.services.database();
      const items = [
        ...(await this.claimShares(
          kysely,
          state,
          those.filter(({ isProbe }) => !isProbe),
          Math.ceil(room / those.length),
        )),
        ...(await this.claimShares(
          kysely,
          state,
          those.filter(({ isProbe }) => isProbe),
          1,
        )),
      ];
      const unbegun = those.filter(
        ({ operation }) =>
          operation.started_at === null && items.some(({ operation_id }) => operation_id === operation.id),
      );
      if (unbegun.length > 0)
        await startEach(
          kysely,
          unbegun.map(({ operation }) => operation.id),
        );
      for (const item of items)
        this.begin(
          item,
          those.find(({ operation }) => operation.id === item.operation_id)!,
        );
      claimed += items.length;
    }
    return claimed;
  }

  private async claimShares(
    kysely: Parameters<typeof claimItems>[0],
    state: "stopping" | "running",
    going: readonly Going[],
    share: number,
  ): Promise<ItemInFlight[]> {
    if (going.length === 0) return [];
    const ids = going.map(({ operation }) => operation.id);
    return claimItems(kysely, this.turn, state, ids, share);
  }

  private begin(item: ItemInFlight, { operation, by, isProbe }: Going): void {
    const work = async () => {
      try {
        const result = await cancelItem(this.services, by, operation, item, () => this.check(item));
        await this.applyResult(operation, item, result, isProbe);
      } catch (error) {
        this.failure ??= { error };
      } finally {
        this.inFlight.delete(item);
        if (this.room() > 0 || this.failure) this.wake();
      }
    };
    this.inFlight.set(item, work());
  }

  /** What has to hold directly before AWS is called. Null: it does. */
  private async check(item: ItemInFlight): Promise<Forbidden | HeldBack | null> {
    if (this.signal.aborted) return { kind: "held-back", because: "lease-lost" };
    const { isHeld, allowed } = await this.readLease();
    if (!isHeld) {
      this.isTakenOver = true;
      return { kind: "held-back", because: "lease-lost" };
    }
    const person = allowed.get(item.operation_id);
    if (person === undefined) return { kind: "held-back", because: "operation-state" };
    // Which things they may cancel on may have changed since the item was claimed.
    const subject = { fleetId: this.services.fleet.id, thingName: item.thing_name };
    const may = authorize(person, "cancel-execution", subject);
    return may.ok ? null : may.failure;
  }

  /** Whether the lease is held, and the person behind each operation that may still call AWS. */
  private async readLeaseAndRights(): Promise<{ isHeld: boolean; allowed: ReadonlyMap<string, Actor> }> {
    const { kysely } = await this.services.database();
    const { isHeld, running } = await readLease(kysely, this.turn);
    const allowed = new Map<string, Actor>();
    const findPerson = this.createPersonLookup();
    for (const operation of running.values()) {
      const person = await findPerson(operation.person_id);
      const isAllowed = person !== null && whyLost(this.services, person, operation) === null;
      if (isAllowed && movedTo(operation.target, this.services.target()) === null)
        allowed.set(operation.id, person);
    }
    return { isHeld, allowed };
  }

  /** Looks each person up once, however many operations are theirs. */
  private createPersonLookup(): (id: string) => Promise<Actor | null> {
    const people = new Map<string, Promise<Actor | null>>();
    return (id) => {
      const person = people.get(id) ?? this.services.findPerson(id);
      people.set(id, person);
      return person;
    };
  }

  /** Records how an item ended, and suspends or resumes its operation by what that says about AWS. */
  private async applyResult(
    operation: RunningOperation,
    item: ItemInFlight,
    result: ItemResult,
    isProbe: boolean,
  ): Promise<void> {
    const { fault, isAwsAnswering, contradicts, update } = result;
    const breaker = this.breakers.get(operation.id) ?? new CircuitBreaker();
    this.breakers.set(operation.id, breaker);
    const opens = breaker.record(String(item.seq), fault, isAwsAnswering);
    if (fault !== null && (opens || isProbe)) await this.suspend(operation, fault);
    else if (isAwsAnswering && isProbe) {
      const { kysely } = await this.services.database();
      await endSuspension(kysely, this.turn, operation.id);
    } else if (isProbe && fault === null) {
      // The probe was held back, so it says nothing about AWS: the next one is due as if it had failed.
      const before = toSuspension(operation);
      if (before !== null) await this.suspend(operation, { ...before, isCertain: true });
    }
    if (contradicts && update.outcome === "canceled") {
      const { kysely } = await this.services.database();
      await correctToCanceled(kysely, update);
    }
    await this.write(isProbe && fault !== null ? notUsedUp(item, update) : update);
  }

  private async suspend(operation: RunningOperation, fault: SystemFault): Promise<void> {
    const { kysely } = await this.services.database();
    const before = toSuspension(operation);
    const suspension = {
      cause: fault.cause,
      error: fault.error,
      probes: before === null ? 0 : before.probes + 1,
    };
    await suspendOperation(kysely, this.turn, operation.id, suspension, probeAfterMs(suspension.probes));
  }

  /** Writes how an item ended: together with all that end while the statement before is under way. */
  private write(update: ItemUpdate): Promise<void> {
    this.ended.push(update);
    this.nextWriting ??= this.writeNext();
    return this.nextWriting;
  }

  private async writeNext(): Promise<void> {
    await this.writing.catch(() => undefined);
    this.writing = this.nextWriting!;
    this.nextWriting = null;
    const settlings = this.ended;
    this.ended = [];
    const { kysely } = await this.services.database();
    if ((await writeItemUpdates(kysely, this.turn, settlings)) < settlings.length) this.isTakenOver = true;
  }

  private async recordPaceWhenDue(): Promise<void> {
    if (performance.now() - this.recordedAt < RECORD_PACE_EVERY_MS) return;
    this.recordedAt = performance.now();
    const { kysely } = await this.services.database();
    if (!(await recordPace(kysely, this.turn, this.services.pace()))) this.isTakenOver = true;
  }

  /** Waits until an item ends, another may be retried, or it is time to look again. */
  private async untilNext(going: readonly Going[]): Promise<void> {
    let waitMs = LOOK_EVERY_MS;
    if (this.inFlight.size === 0 && going.length > 0) {
      const { kysely } = await this.services.database();
      const ids = going.map(({ operation }) => operation.id);
      waitMs = Math.min(waitMs, (await nextTryAt(kysely, ids)) ?? SOON_MS);
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
