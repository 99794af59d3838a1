import type { Actor } from "@/lib/auth/actor";
import { type Steering, whyNotSteer } from "@/lib/auth/may-steer";
import type { OperationRow } from "@/lib/db/operation-tables";
import type { OperationFailure, OperationState } from "@/lib/domain/operation";
import { fail, ok, type Result } from "@/lib/domain/result";
import type { OperationServices } from "./operation-services";

export type SteerServices = Pick<OperationServices, "fleet" | "audit" | "database" | "wakeRunner">;

interface Step {
  steering: Steering;
  from: readonly OperationState[];
  to: Pick<OperationRow, "state"> & Partial<Pick<OperationRow, "stop_cause">>;
  deed: string;
}

/**
 * Takes an operation from one state to another, on behalf of `actor`, with its entry in the ledger in the same
 * transaction. Two who steer at once: the row is locked, so the second meets the state that the first left.
 */
export async function steerOperation(
  { fleet, audit, database, wakeRunner }: SteerServices,
  actor: Actor,
  { operationId }: { operationId: string },
  { steering, from, to, deed }: Step,
): Promise<Result<void, OperationFailure>> {
  const { kysely } = await database();
  return kysely.transaction().execute(async (transaction) => {
    const row = await transaction
      .selectFrom("operation")
      .select(["state", "person_id"])
      .where("id", "=", operationId)
      .where("fleet_id", "=", fleet.id)
      .forUpdate()
      .executeTakeFirst();
    if (!row) return fail({ kind: "not-found", what: `The operation ${operationId}` });
    const forbidden = whyNotSteer(actor, steering, { fleetId: fleet.id, personId: row.person_id });
    if (forbidden) return fail(forbidden);

    const changed = await transaction
      .updateTable("operation")
      .set(to)
      .where("id", "=", operationId)
      .where("state", "in", from)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) return fail({ kind: "operation-state", state: row.state });
    if (steering !== "pause") await wakeRunner(transaction, fleet.id);
    const { id, name, email = null, role, address = null } = actor;
    // The ledger last: whoever holds it waits for no row.
    await audit.recordIn(
      transaction,
      {
        deed,
        actor: { id, name, email, role },
        from: address,
        fleetId: fleet.id,
        thingName: null,
        jobId: null,
        executionNumber: null,
        operationId,
        asked: null,
        before: { state: row.state },
      },
      { kind: "done", errorName: null, requestId: null, settledBy: "answer", after: { state: to.state } },
    );
    return ok(undefined);
  });
}
