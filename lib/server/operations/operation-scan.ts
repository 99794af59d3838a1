import type { Actor } from "@/lib/core/permissions/actor";
import { endIfDone, isSwitchedOff, pauseForCause, stopWithoutRight, whyLost } from "./end-operations";
import { findPersonOnce } from "./find-person-once";
import type { Lease } from "./fleet-lease";
import { movedTo } from "./fleet-target";
import { stopWaitingItems } from "./item-store";
import type { RunnerServices } from "./runner-services";
import { listUnfinished, type UnfinishedOperation } from "./runner-store";
import { suspendByFault } from "./suspend-by-fault";

/** An operation whose items may be claimed. */
export interface ActiveOperation {
  operation: UnfinishedOperation;
  /** In whose name. Null: they have lost a permission that it needs, so its items are only read and stopped. */
  actor: Actor | null;
  /** It is suspended, and one of its items probes whether AWS takes calls again. */
  isProbe: boolean;
}

/** Reads a fleet's operations again and again, and ends, pauses, stops or suspends those that may not continue. */
export class OperationScan {
  /** Whether the last scan saw a suspended operation that waits for its next probe. */
  hasSuspended = false;
  private hasLearnedAccount = false;
  private readonly services: RunnerServices;
  private readonly lease: Lease;

  constructor(services: RunnerServices, lease: Lease) {
    this.services = services;
    this.lease = lease;
  }

  /** @param isIdle whether no item of an operation is in flight. Only then it may end: to find out costs a statement */
  async scan(isIdle: (operationId: string) => boolean): Promise<ActiveOperation[]> {
    const { kysely } = await this.services.database();
    this.hasSuspended = false;
    const findPerson = findPersonOnce(this.services);
    const active: ActiveOperation[] = [];
    for (const operation of await listUnfinished(kysely, this.lease.fleetId)) {
      if (operation.state === "stopping") await stopWaitingItems(kysely, this.lease, operation.id);
      if (isIdle(operation.id) && (await endIfDone(this.services, this.lease, operation))) continue;
      if (operation.state === "paused") continue;
      const person = await findPerson(operation.personId);
      const next = await this.activate(operation, person, isIdle);
      if (next !== null) active.push(next);
    }
    return active;
  }

  private async activate(
    operation: UnfinishedOperation,
    person: Actor | null,
    isIdle: (operationId: string) => boolean,
  ): Promise<ActiveOperation | null> {
    const actor = person && inNameOf(person, operation);
    if (operation.state === "stopping") return { operation, actor, isProbe: false };
    const lost = whyLost(this.services, person, operation);
    if (lost !== null && isSwitchedOff(lost)) {
      await pauseForCause(this.services, this.lease, operation, "read-only");
      return null;
    }
    if (lost !== null) {
      await stopWithoutRight(this.services, this.lease, operation, lost);
      return { operation: { ...operation, state: "stopping" }, actor: null, isProbe: false };
    }
    return (await this.canClaim(operation, isIdle))
      ? { operation, actor, isProbe: operation.suspension !== null }
      : null;
  }

  /** Whether items may be claimed: the operation is not suspended, or its next probe is due. */
  private async canClaim(
    operation: UnfinishedOperation,
    isIdle: (operationId: string) => boolean,
  ): Promise<boolean> {
    const { services, lease } = this;
    if (operation.target === null) {
      // An instance of an earlier version started it during an upgrade, so nothing says which executions were seen.
      await pauseForCause(services, lease, operation, "upgraded");
      return false;
    }
    if (!this.hasLearnedAccount && services.target().account === null) await services.learnAccount?.();
    this.hasLearnedAccount = true;
    const moved = movedTo(operation.target, services.target());
    if (moved !== null && operation.suspension === null)
      await suspendByFault(services, lease, operation, { cause: "fleet-moved", error: moved });
    if (operation.suspension === null && moved === null) return true;
    if (operation.suspendedMs > services.suspendAtMostMs) {
      await pauseForCause(services, lease, operation, "suspended-too-long");
      return false;
    }
    this.hasSuspended = true;
    return moved === null && isIdle(operation.id) && operation.isProbeDue;
  }
}

/** The person with the permissions they have now, and the address that the operation was requested from. */
const inNameOf = (person: Actor, { address }: UnfinishedOperation): Actor => ({
  ...person,
  ...(address && { address }),
});
