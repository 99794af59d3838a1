import type { Actor } from "./actor";
import { type Forbidden, type Subject, whyDenied } from "./authorize";
import type { Permission } from "./permissions";

export type OperationControl = "pause" | "resume" | "stop";

/** A refusal to steer: of the deed itself, or of what would go on after it. */
export type ControlDenied = Omit<Forbidden, "permission"> & { permission: "control-operation" | Permission };

/**
 * Why this actor may not pause, resume or stop a bulk cancellation; null where they may.
 *
 * Whoever asked for it, a supervisor or an admin may. What is turned off for everyone keeps nobody from ending what
 * runs; going on with it is canceling, and needs the right to that.
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
