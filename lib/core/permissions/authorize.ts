import type { ForbiddenReason } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import type { Actor } from "./actor";
import { type Permission, roleAllows } from "./permissions";
import { fitsThingPattern } from "./thing-pattern";

/** What the action is about. A member that is left out is not checked. */
export interface Subject {
  fleetId?: string;
  thingName?: string;
}

export type Forbidden = {
  kind: "forbidden";
  permission: Permission;
  because: ForbiddenReason;
  fleetName?: string;
};

/** Refuses unless the actor has this permission for the subject. The first line of each use case. */
export function authorize(
  actor: Actor,
  permission: Permission,
  subject: Subject = {},
): Result<void, Forbidden> {
  const because = whyDenied(actor, permission, subject);
  if (because === null) return ok(undefined);
  const fleetName = because === "fleet-off" ? actor.fleetOff?.name : undefined;
  return fail({ kind: "forbidden", permission, because, ...(fleetName !== undefined && { fleetName }) });
}

/** Why the actor does not have this permission for the subject, for a button. Null: they have it. */
export function whyDenied(
  actor: Actor,
  permission: Permission,
  { fleetId, thingName }: Subject = {},
): ForbiddenReason | null {
  if (!roleAllows(actor.role, permission)) return "role";
  if (actor.switchedOff?.includes(permission)) return "switched-off";
  if (actor.fleetOff?.permissions.includes(permission)) return "fleet-off";
  if (actor.fleets && fleetId !== undefined && !actor.fleets.includes(fleetId)) return "fleet";
  if (permission === "cancel-job" && isLimitedToThings(actor)) return "thing";
  const isLimited =
    actor.thingPattern !== undefined && thingName !== undefined && !READS.includes(permission);
  return isLimited && !fitsThingPattern(thingName, actor.thingPattern!) ? "thing" : null;
}

const READS: readonly Permission[] = ["read", "read-audit"];

/** A job may run on any thing. So a person who is limited to some things may not cancel a whole job. */
const isLimitedToThings = ({ thingPattern }: Actor) =>
  thingPattern !== undefined && !/^[*]+$/.test(thingPattern);
