import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import type { HeldBack } from "@/lib/core/domain/item-outcome";
import type { Forbidden } from "@/lib/core/domain/read-failure";
import { coalesced } from "./coalesced";
import { whyLost } from "./end-operations";
import { findPersonOnce } from "./find-person-once";
import { findRunningIds, type Lease } from "./fleet-lease";
import { movedTo } from "./fleet-target";
import type { ItemInFlight } from "./item-store";
import type { RunnerServices } from "./runner-services";
import type { UnfinishedOperation } from "./runner-store";

/**
 * Checks, directly before AWS is called, what may have changed since an item was claimed: the lease, the operation's
 * state and target, and the person's permissions.
 *
 * Items that ask at the same time share one read.
 */
export class CallGuard {
  /** Operations with claimed items. What the check needs of them never changes, so only their state is read again. */
  private readonly operations = new Map<string, UnfinishedOperation>();
  private readonly readCallable: () => Promise<ReadonlyMap<string, Actor> | null>;
  private readonly services: RunnerServices;
  private readonly lease: Lease;
  private readonly signal: AbortSignal;
  private readonly onLeaseLost: () => void;

  constructor(services: RunnerServices, lease: Lease, signal: AbortSignal, onLeaseLost: () => void) {
    this.services = services;
    this.lease = lease;
    this.signal = signal;
    this.onLeaseLost = onLeaseLost;
    this.readCallable = coalesced(() => this.findCallable());
  }

  /** Why AWS must not be called for this item. Null: it may be. */
  async check(operation: UnfinishedOperation, item: ItemInFlight): Promise<Forbidden | HeldBack | null> {
    if (this.signal.aborted) return { kind: "held-back", because: "lease-lost" };
    this.operations.set(operation.id, operation);
    const people = await this.readCallable();
    if (people === null) {
      this.onLeaseLost();
      return { kind: "held-back", because: "lease-lost" };
    }
    const person = people.get(operation.id);
    if (person === undefined) return { kind: "held-back", because: "operation-state" };
    const subject = { fleetId: this.services.fleet.id, thingName: item.thingName };
    const authorized = authorize(person, "cancel-execution", subject);
    return authorized.ok ? null : authorized.failure;
  }

  /** The person behind each operation that may call AWS now, by the operation's id. Null: the lease is lost. */
  private async findCallable(): Promise<ReadonlyMap<string, Actor> | null> {
    const { kysely } = await this.services.database();
    const running = await findRunningIds(kysely, this.lease);
    if (running === null) return null;
    const people = new Map<string, Actor>();
    const findPerson = findPersonOnce(this.services);
    for (const [id, operation] of this.operations) {
      if (!running.has(id)) continue;
      const person = await findPerson(operation.personId);
      const isAllowed = person !== null && whyLost(this.services, person, operation) === null;
      if (isAllowed && movedTo(operation.target, this.services.target()) === null) people.set(id, person);
    }
    return people;
  }
}
