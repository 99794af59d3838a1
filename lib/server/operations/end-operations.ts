import type { Transaction } from "kysely";
import type { AuditEnd } from "@/lib/server/audit/audit-log";
import { whyDenied } from "@/lib/core/permissions/authorize";
import type { Actor } from "@/lib/core/permissions/actor";
import type { Tables } from "@/lib/server/db/tables";
import {
  type AuditAction,
  type AuditFacts,
  type AuditIntent,
  type AuditOutcomeKind,
  CONSOLE,
} from "@/lib/core/domain/audit-entry";
import type { PauseCause } from "@/lib/core/domain/operation";
import type { ForbiddenReason } from "@/lib/core/domain/read-failure";
import type { Lease } from "./fleet-lease";
import { countOutcomes } from "./item-store";
import { suspensionColumn } from "./json-columns";
import type { RunnerServices } from "./runner-services";
import { endOperation, pauseByItself, stopForLostRight, type UnfinishedOperation } from "./runner-store";

type Services = Pick<RunnerServices, "fleet" | "audit" | "database" | "notifyEnd" | "notifyPaused">;

/**
 * Ends an operation that has no item waiting or in flight, and records its counts in the audit log. Returns whether it
 * has ended.
 */
export async function endIfDone(
  services: Services,
  lease: Lease,
  operation: UnfinishedOperation,
): Promise<boolean> {
  const { kysely } = await services.database();
  return kysely.transaction().execute(async (transaction) => {
    const state = await endOperation(transaction, lease, operation.id);
    if (state === null) return false;
    await services.notifyEnd?.(transaction, operation.id);
    const counts = await countOutcomes(transaction, operation.id);
    await record(services, transaction, operation, "operation-finished", state, { state, counts });
    return true;
  });
}

/**
 * Why the person who requested the operation is no longer allowed to run it. Null: they are.
 *
 * A thing that the person may not cancel on is a matter of its item, not of the operation.
 */
export function whyLost(
  { fleet }: Pick<Services, "fleet">,
  person: Actor | null,
  operation: UnfinishedOperation,
): ForbiddenReason | null {
  if (person === null) return "role";
  const subject = { fleetId: fleet.id };
  return (
    whyDenied(person, "cancel-execution", subject) ??
    (operation.order.force ? whyDenied(person, "force-cancel-execution", subject) : null) ??
    (operation.total > fleet.bulkLimit ? whyDenied(person, "bulk-above-limit", subject) : null)
  );
}

/**
 * Whether canceling is switched off for everyone. It may be switched on again, so operations are paused and not
 * stopped.
 */
export const isSwitchedOff = (because: ForbiddenReason): boolean =>
  because === "switched-off" || because === "fleet-off";

/**
 * Pauses an operation that nobody asked to pause, records why in the audit log, and sends a notification if one is
 * configured.
 */
export async function pauseForCause(
  services: Services,
  lease: Lease,
  operation: UnfinishedOperation,
  cause: PauseCause,
): Promise<void> {
  const { kysely } = await services.database();
  await kysely.transaction().execute(async (transaction) => {
    if (!(await pauseByItself(transaction, lease, operation.id, cause))) return;
    await services.notifyPaused?.(transaction, operation.id);
    const { suspension } = operation;
    const after = {
      state: "paused",
      cause,
      // As text, like in the entries of earlier versions.
      ...(suspension !== null && { suspension: suspensionColumn.stringify(suspension) }),
    };
    await record(services, transaction, operation, "operation-paused", cause, after);
  });
}

/** Stops an operation whose person has lost a permission that it needs, and records that in the audit log. */
export async function stopWithoutRight(
  services: Services,
  lease: Lease,
  operation: UnfinishedOperation,
  because: ForbiddenReason,
): Promise<void> {
  const { kysely } = await services.database();
  await kysely.transaction().execute(async (transaction) => {
    if (!(await stopForLostRight(transaction, lease, operation.id))) return;
    const after = { state: "stopping", cause: "lost-right", because };
    await record(services, transaction, operation, "operation-stopped", "lost-right", after);
  });
}

async function record(
  { fleet, audit }: Services,
  transaction: Transaction<Tables>,
  operation: UnfinishedOperation,
  action: AuditAction,
  kind: AuditOutcomeKind,
  after: AuditFacts,
): Promise<void> {
  const intent: AuditIntent = {
    action,
    actor: CONSOLE,
    from: null,
    fleetId: fleet.id,
    thingName: null,
    jobId: null,
    executionNumber: null,
    operationId: operation.id,
    asked: null,
    before: { state: operation.state },
  };
  const end: AuditEnd = { kind, errorName: null, requestId: null, completedBy: "answer", after };
  await audit.recordIn(transaction, intent, end); // last: see `recordIn`
}
