import type { Actor } from "@/lib/auth/actor";
import { cancelItem } from "./cancel-item";
import { endIfDone, stopWithoutRight, whyLost } from "./end-operations";
import { reclaimItems } from "./reclaim-items";
import type { RunnerServices } from "./runner-services";
import {
  beginOperations,
  claimItems,
  type ItemInHand,
  listUnfinished,
  nextTryAt,
  type RunningOperation,
  settleAsStopped,
  settleItems,
  type Settling,
  takeFleet,
  tellPace,
  type Turn,
} from "./runner-store";

/** Calls under way at once, of which the gateway sends fifty. More brings nothing: PostgreSQL and AWS are waited for. */
const MOST_IN_HAND = 64;
const FEWEST_IN_HAND = 4;
/** With a quota no more than what is sent within so long: who pauses, stops or shuts down waits for what is in hand. */
const IN_HAND_SECONDS = 3;

/** How often operations, rights and what waits are looked at while nothing else gives cause to. */
const LOOK_EVERY_MS = 500;
const SOON_MS = 20;
const TELL_EVERY_MS = 1_000;

/** Then the fleet is given back to the queue, so that with many fleets and few instances each has its turn. */
const TURN_MS = 10 * 60_000;

/** `done`: nothing is left to do, or another has taken over. `again`: the turn or the process has ended before that. */
type Ran = "done" | "again";

/** An operation under way, and in whose name: null where they may not any more, and it only has to stop. */
interface Going {
  operation: RunningOperation;
  by: Actor | null;
}

/**
 * Runs the operations of a fleet until none has anything left, in turns of ten minutes.
 *
 * An item is `waiting`, then `in-hand` of one runner, then `settled` with its outcome; or `waiting` again, until
 * `not_before`, where AWS throttled it, was away, or did not tell. A run is a loop of rounds:
 *
 *   look    the operations that are not over. `stopping`: what waits is settled as `stopped`. Nothing waiting and
 *           nothing in hand: `finished`, or `stopped`. A person who asked and may not any more: `stopping`.
 *   claim   as many items as there is room for, the same number of each running operation: a long one does not hold
 *           up a short one.
 *   do      each by `cancelExecution`, all that are in hand at once; the gateway paces them by the quota.
 *   settle  what has ended since the last statement, in one statement.
 *
 * Everything stands in rows, so that a run may end anywhere. The next one takes the fleet by raising its epoch, which
 * shuts out the one before even where that is still alive, and finds out what became of the items that it had in hand
 * (reclaim-items). So nothing is lost; and nothing is canceled twice that matters, since AWS refuses the second
 * cancellation of an execution, and the ledger tells whose the first one was.
 *
 * Arithmetic: an unforced item costs one call of AWS, and its row two updates; its ledger entry, two rows, is written
 * together with those of the others in hand. A forced one costs a read more.
 *
 * @param signal the process stops, or another has taken over: what is in hand is finished, nothing else is begun
 * @throws where the store fails. What is in hand then is found out about by the next run
 */
export async function runOperations(services: RunnerServices, signal: AbortSignal): Promise<Ran> {
  const { kysely } = await services.database();
  const turn = { fleetId: services.fleet.id, epoch: await takeFleet(kysely, services.fleet.id) };
  await reclaimItems(services, turn);
  return new FleetRun(services, turn, signal).run();
}

class FleetRun {
  private readonly endsAt = performance.now() + TURN_MS;
  private readonly services: RunnerServices;
  private readonly turn: Turn;
  private readonly signal: AbortSignal;
  private readonly inHand = new Map<ItemInHand, Promise<void>>();
  private ended: Settling[] = [];
  private writing: Promise<void> = Promise.resolve();
  private nextWriting: Promise<void> | null = null;
  private failure: { error: unknown } | null = null;
  private isTakenOver = false;
  private wake: () => void = () => {};
  private toldAt = -Infinity;

  constructor(services: RunnerServices, turn: Turn, signal: AbortSignal) {
    this.services = services;
    this.turn = turn;
    this.signal = signal;
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
      // Not left behind, also where the store has failed: AWS is asked by them, and the next run reads what they did.
      await Promise.all(this.inHand.values());
    }
  }

  private async rounds(): Promise<Ran> {
    while (!this.mustEnd()) {
      const operations = await this.look();
      if (operations.length === 0 && this.inHand.size === 0) return "done";
      const claimed = await this.claim(operations);
      await this.tell();
      if (claimed === 0 || this.room() === 0) await this.untilNext(operations);
    }
    await Promise.all(this.inHand.values());
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
    const people = new Map<string, Promise<Actor | null>>();
    const findPerson = (id: string) => {
      const found = people.get(id) ?? this.services.findPerson(id);
      people.set(id, found);
      return found;
    };
    for (const operation of await listUnfinished(kysely, this.turn.fleetId)) {
      if (operation.state === "stopping") await settleAsStopped(kysely, this.turn, operation.id);
      if (this.isIdle(operation) && (await endIfDone(this.services, this.turn, operation))) continue;
      if (operation.state === "paused") continue;
      const person = await findPerson(operation.person_id);
      const lost = whyLost(this.services, person, operation);
      if (lost !== null && operation.state === "running") {
        await stopWithoutRight(this.services, this.turn, operation, lost);
        going.push({ operation: { ...operation, state: "stopping" }, by: null });
      } else going.push({ operation, by: person && this.inNameOf(person, operation) });
    }
    return going;
  }

  /** Counting what waits costs a statement, so only where nothing of it is in hand. */
  private isIdle({ id }: RunningOperation): boolean {
    for (const { operation_id } of this.inHand.keys()) if (operation_id === id) return false;
    return true;
  }

  /** With today's rights, from where it was asked then. */
  private inNameOf(person: Actor, operation: RunningOperation): Actor {
    const { address } = JSON.parse(operation.person) as { address?: string | null };
    return { ...person, ...(address && { address }) };
  }

  private mostInHand(): number {
    const pace = this.services.pace();
    if (pace === null) return MOST_IN_HAND;
    return Math.min(MOST_IN_HAND, Math.max(FEWEST_IN_HAND, Math.ceil(pace.perSecond * IN_HAND_SECONDS)));
  }

  /** A round for each item that has ended would be four statements an item. */
  private room(): number {
    const most = this.mostInHand();
    const room = most - this.inHand.size;
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
      const ids = those.map(({ operation }) => operation.id);
      const items = await claimItems(kysely, this.turn, state, ids, Math.ceil(room / those.length));
      const unbegun = those.filter(
        ({ operation }) =>
          operation.started_at === null && items.some(({ operation_id }) => operation_id === operation.id),
      );
      if (unbegun.length > 0)
        await beginOperations(
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

  private begin(item: ItemInHand, { operation, by }: Going): void {
    const work = async () => {
      try {
        await this.write(await cancelItem(this.services, by, operation, item));
      } catch (error) {
        this.failure ??= { error };
      } finally {
        this.inHand.delete(item);
        if (this.room() > 0 || this.failure) this.wake();
      }
    };
    this.inHand.set(item, work());
  }

  /** Writes how an item ended: together with all that end while the statement before is under way. */
  private write(settling: Settling): Promise<void> {
    this.ended.push(settling);
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
    if ((await settleItems(kysely, this.turn, settlings)) < settlings.length) this.isTakenOver = true;
  }

  private async tell(): Promise<void> {
    if (performance.now() - this.toldAt < TELL_EVERY_MS) return;
    this.toldAt = performance.now();
    const { kysely } = await this.services.database();
    if (!(await tellPace(kysely, this.turn, this.services.pace()))) this.isTakenOver = true;
  }

  /** Until an item has ended, the next may be tried again, or it is time to look. */
  private async untilNext(going: readonly Going[]): Promise<void> {
    let waitMs = LOOK_EVERY_MS;
    if (this.inHand.size === 0) {
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
