import type { Lease } from "./fleet-lease";
import { type ItemUpdate, writeItemUpdates } from "./item-store";
import type { RunnerServices } from "./runner-services";

/** Writes item updates one statement after another. Updates that arrive while one runs share the next. */
export class ItemUpdateWriter {
  private waiting: ItemUpdate[] = [];
  private current: Promise<void> = Promise.resolve();
  private next: Promise<void> | null = null;
  private readonly services: Pick<RunnerServices, "database">;
  private readonly lease: Lease;
  private readonly onLeaseLost: () => void;

  constructor(services: Pick<RunnerServices, "database">, lease: Lease, onLeaseLost: () => void) {
    this.services = services;
    this.lease = lease;
    this.onLeaseLost = onLeaseLost;
  }

  /** Resolves once the update is written, or the lease is found lost. */
  write(update: ItemUpdate): Promise<void> {
    this.waiting.push(update);
    this.next ??= this.writeNext();
    return this.next;
  }

  private async writeNext(): Promise<void> {
    await this.current.catch(() => undefined);
    this.current = this.next!;
    this.next = null;
    const updates = this.waiting;
    this.waiting = [];
    const { kysely } = await this.services.database();
    if ((await writeItemUpdates(kysely, this.lease, updates)) < updates.length) this.onLeaseLost();
  }
}
