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
import type { CancelOrder, PauseCause } from "@/lib/core/domain/operation";
import type { ForbiddenReason } from "@/lib/core/domain/read-failure";
import type { RunnerServices } from "./runner-services";
import {
  countOutcomes,
  endOperation,
  pauseByItself,
  type RunningOperation,
  stopForLostRight,
  type Turn,
} from "./runner-store";

type Services = Pick<RunnerServices, "fleet" | "audit" | "database" | "notifyEnd" | "notifyPaused">;

/**
 * Ends an operation that has nothing waiting or in flight, and records its counts in the audit log. @returns whether
 * it ended
 */
export async function endIfDone(
  services: Services,
  turn: Turn,
  operation: RunningOperation,
): Promise<boolean> {
  const { kysely } = await services.database();
  return kysely.transaction().execute(async (transaction) => {
    const state = await endOperation(transaction, turn, operation.id);
    if (state === null) return false;
    await services.notifyEnd?.(transaction, operation.id);
    const counts = await countOutcomes(transaction, operation.id);
    await record(services, transaction, operation, "operation-finished", state, { state, counts });
    return true;
  });
}

/**
 * Why this operation may not go on: the person who asked for it has lost the right to it. Null: they still have it.
 *
 * A thing that the person may not cancel on is a matter of its item, not of the operation.
 */
export function whyLost(
  { fleet }: Pick<Services, "fleet">,
  person: Actor | null,
  operation: RunningOperation,
): ForbiddenReason | null {
  if (person === null) return "role";
  const subject = { fleetId: fleet.id };
  const { force } = JSON.parse(operation.order) as CancelOrder;
  return (
    whyDenied(person, "cancel-execution", subject) ??
    (force ? whyDenied(person, "force-cancel-execution", subject) : null) ??
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
 * Pauses an operation without anybody asking for it, records why in the audit log, and sends a notification if one is
 * configured.
 */
export async function pauseForCause(
  services: Services,
  turn: Turn,
  operation: RunningOperation,
  cause: PauseCause,
): Promise<void> {
  const { kysely } = await services.database();
  await kysely.transaction().execute(async (transaction) => {
    if (!(await pauseByItself(transaction, turn, operation.id, cause))) return;
    await services.notifyPaused?.(transaction, operation.id);
    const suspension = operation.suspension === null ? {} : { suspension: operation.suspension };
    const after = { state: "paused", cause, ...suspension };
    await record(services, transaction, operation, "operation-paused", cause, after);
  });
}

/** Stops an operation whose person has lost the right to it, and records that in the audit log. */
export async function stopWithoutRight(
  services: Services,
  turn: Turn,
  operation: RunningOperation,
  because: ForbiddenReason,
): Promise<void> {
  const { kysely } = await services.database();
  await kysely.transaction().execute(async (transaction) => {
    if (!(await stopForLostRight(transaction, turn, operation.id))) return;
    const after = { state: "stopping", cause: "lost-right", because };
    await record(services, transaction, operation, "operation-stopped", "lost-right", after);
  });
}

async function record(
  { fleet, audit }: Services,
  transaction: Transaction<Tables>,
  operation: RunningOperation,
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
