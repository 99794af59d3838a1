import { type Actor, toAuditActor } from "@/lib/core/permissions/actor";
import { type OperationControl, whyControlDenied } from "@/lib/core/permissions/control-operation";
import type { OperationRow } from "@/lib/server/db/operation-tables";
import type { AuditAction, AuditIntent } from "@/lib/core/domain/audit-entry";
import { mustBePlannedAgain, type OperationFailure, type OperationState } from "@/lib/core/domain/operation";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import type { OperationServices } from "./operation-services";

export type ControlServices = Pick<OperationServices, "fleet" | "audit" | "database" | "wakeRunner">;

interface Transition {
  from: readonly OperationState[];
  to: Pick<OperationRow, "state"> &
    Partial<Pick<OperationRow, "stop_cause" | "pause_cause" | "suspension" | "suspended_at" | "probe_at">>;
  /** Its name in the audit log. */
  action: AuditAction;
}

const TRANSITIONS: Readonly<Record<OperationControl, Transition>> = {
  /** No more items are claimed until it is resumed. What is in flight is finished. */
  pause: {
    from: ["running"],
    to: { state: "paused", pause_cause: "asked", suspension: null, suspended_at: null, probe_at: null },
    action: "operation-paused",
  },
  /** Its waiting items are claimed again. */
  resume: {
    from: ["paused"],
    to: { state: "running", pause_cause: null },
    action: "operation-resumed",
  },
  /** Final. What is in flight is finished, and the runner ends each waiting item as stopped. */
  stop: {
    from: ["running", "paused"],
    to: { state: "stopping", stop_cause: "asked" },
    action: "operation-stopped",
  },
};

/**
 * Pauses, resumes or stops an operation, and records that in the audit log in the same transaction.
 *
 * The row is locked: of two actors at once, the second finds the state that the first left. A refusal is recorded too,
 * and stands even if it could not be recorded.
 */
export async function controlOperation(
  { fleet, audit, database, wakeRunner }: ControlServices,
  actor: Actor,
  { operationId, control }: { operationId: string; control: OperationControl },
): Promise<Result<void, OperationFailure>> {
  const { from, to, action } = TRANSITIONS[control];
  const intent: AuditIntent = {
    action,
    actor: toAuditActor(actor),
    from: actor.address ?? null,
    fleetId: fleet.id,
    thingName: null,
    jobId: null,
    executionNumber: null,
    operationId,
    asked: null,
    before: null,
  };
  const { kysely } = await database();
  const result = await kysely
    .transaction()
    .execute(async (transaction): Promise<Result<void, OperationFailure>> => {
      const row = await transaction
        .selectFrom("operation")
        .select(["state", "person_id", "pause_cause"])
        .where("id", "=", operationId)
        .where("fleet_id", "=", fleet.id)
        .forUpdate()
        .executeTakeFirst();
      if (!row) return fail({ kind: "not-found", what: `The operation ${operationId}` });
      const forbidden = whyControlDenied(actor, control, { fleetId: fleet.id, personId: row.person_id });
      if (forbidden) return fail(forbidden);
      if (control === "resume" && mustBePlannedAgain({ pauseCause: row.pause_cause }))
        return fail({ kind: "must-be-planned-again" });

      const changed = await transaction
        .updateTable("operation")
        .set(to)
        .where("id", "=", operationId)
        .where("state", "in", from)
        .executeTakeFirst();
      if (changed.numUpdatedRows === 0n) return fail({ kind: "operation-state", state: row.state });
      if (control !== "pause") await wakeRunner(transaction, fleet.id);
      // The audit log last: its lock is held by a transaction that waits for no other row.
      await audit.recordIn(
        transaction,
        { ...intent, before: { state: row.state } },
        { ...ANSWERED, kind: "done", after: { state: to.state } },
      );
      return ok(undefined);
    });
  if (!result.ok && result.failure.kind === "forbidden")
    await audit.record(intent, { ...ANSWERED, kind: "forbidden", after: null }).catch(() => undefined); // the audit log logs what it could not write
  return result;
}

const ANSWERED = { errorName: null, requestId: null, completedBy: "answer" } as const;
