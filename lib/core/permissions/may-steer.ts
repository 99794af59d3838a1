import type { Actor } from "./actor";
import { type Forbidden, type Subject, whyNot } from "./may";
import type { Deed } from "./permissions";

export type Steering = "pause" | "resume" | "stop";

/** A refusal to steer: of the deed itself, or of what would go on after it. */
export type MayNotSteer = Omit<Forbidden, "deed"> & { deed: "steer-operation" | Deed };

/**
 * Why this actor may not pause, resume or stop a bulk cancellation; null where they may.
 *
 * Whoever asked for it, a supervisor or an admin may. What is turned off for everyone keeps nobody from ending what
 * runs; going on with it is canceling, and needs the right to that.
 */
export function whyNotSteer(
  actor: Actor,
  steering: Steering,
  { fleetId, personId }: Required<Pick<Subject, "fleetId">> & { personId: string },
): MayNotSteer | null {
  const unseen = whyNot(actor, "read", { fleetId });
  if (unseen !== null) return { kind: "forbidden", deed: "read", because: unseen };
  const isTheirs = actor.id === personId || actor.role === "supervisor" || actor.role === "admin";
  if (!isTheirs) return { kind: "forbidden", deed: "steer-operation", because: "role" };
  const because = steering === "resume" ? whyNot(actor, "cancel-execution", { fleetId }) : null;
  return because === null ? null : { kind: "forbidden", deed: "cancel-execution", because };
}
