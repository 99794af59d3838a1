import { CircuitBreaker } from "./circuit-breaker";
import type { Lease } from "./fleet-lease";
import type { ItemResult } from "./item-result";
import { correctToCanceled } from "./item-corrections";
import type { ItemInFlight } from "./item-store";
import { notUsedUp } from "./item-update";
import type { ItemUpdateWriter } from "./item-update-writer";
import type { ActiveOperation } from "./operation-scan";
import type { RunnerServices } from "./runner-services";
import { endSuspension, type UnfinishedOperation } from "./runner-store";
import { suspendByFault } from "./suspend-by-fault";

/** Records how items ended, and suspends or resumes their operations by what that says about AWS. */
export class ResultRecorder {
  private readonly breakers = new Map<string, CircuitBreaker>();
  private readonly services: RunnerServices;
  private readonly lease: Lease;
  private readonly writer: ItemUpdateWriter;

  constructor(services: RunnerServices, lease: Lease, writer: ItemUpdateWriter) {
    this.services = services;
    this.lease = lease;
    this.writer = writer;
  }

  async record(
    { operation, isProbe }: ActiveOperation,
    item: ItemInFlight,
    result: ItemResult,
  ): Promise<void> {
    await this.suspendOrResume(operation, item, result, isProbe);
    const { fault, contradicts, update } = result;
    if (contradicts && update.outcome === "canceled") {
      const { kysely } = await this.services.database();
      await correctToCanceled(kysely, update);
    }
    await this.writer.write(isProbe && fault !== null ? notUsedUp(item, update) : update);
  }

  private async suspendOrResume(
    operation: UnfinishedOperation,
    item: ItemInFlight,
    { fault, isAwsAnswering }: ItemResult,
    isProbe: boolean,
  ): Promise<void> {
    const { services, lease } = this;
    const breaker = this.breakers.get(operation.id) ?? new CircuitBreaker();
    this.breakers.set(operation.id, breaker);
    const opens = breaker.record(String(item.seq), fault, isAwsAnswering);
    if (fault !== null) {
      if (opens || isProbe) await suspendByFault(services, lease, operation, fault);
      return;
    }
    if (!isProbe) return;
    if (isAwsAnswering) {
      const { kysely } = await services.database();
      await endSuspension(kysely, lease, operation.id);
    } else if (operation.suspension !== null) {
      // The probe was held back, so it says nothing about AWS: the next one is due as if it had failed.
      await suspendByFault(services, lease, operation, operation.suspension);
    }
  }
}
