import type { Actor } from "./actor";
import { type Forbidden, type Subject, whyDenied } from "./authorize";
import type { Permission } from "./permissions";

export type OperationControl = "pause" | "resume" | "stop";

/** A refusal to control an operation, or to let it continue what it does. */
export type ControlDenied = Omit<Forbidden, "permission"> & { permission: "control-operation" | Permission };

/**
 * Why this actor may not pause, resume or stop an operation. Null: they may.
 *
 * The person who requested it, supervisors and admins may. Resuming is canceling, so it needs that permission too.
 * Pausing and stopping do not: even while canceling is switched off for everyone, a running operation can be ended.
 */
export function whyControlDenied(
  actor: Actor,
  control: OperationControl,
  { fleetId, personId }: Required<Pick<Subject, "fleetId">> & { personId: string },
): ControlDenied | null {
  const unseen = whyDenied(actor, "read", { fleetId });
  if (unseen !== null) return { kind: "forbidden", permission: "read", because: unseen };
  const isTheirs = actor.id === personId || actor.role === "supervisor" || actor.role === "admin";
  if (!isTheirs) return { kind: "forbidden", permission: "control-operation", because: "role" };
  const because = control === "resume" ? whyDenied(actor, "cancel-execution", { fleetId }) : null;
  return because === null ? null : { kind: "forbidden", permission: "cancel-execution", because };
}
