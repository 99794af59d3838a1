import type { Actor } from "@/lib/core/permissions/actor";
import { type Permission, WRITES_TO_AWS } from "@/lib/core/permissions/permissions";
import type { Fleet } from "./fleet";

/** Whether the fleet allows this to anyone. Reading is always allowed. */
export function fleetAllows(fleet: Pick<Fleet, "permissions">, permission: Permission): boolean {
  return (
    fleet.permissions === null ||
    !WRITES_TO_AWS.includes(permission) ||
    fleet.permissions.includes(permission)
  );
}

/** The actor with the permissions that this fleet withholds, under its name, beside those that are off for everyone. */
export function withFleetLimits(actor: Actor, fleet: Pick<Fleet, "permissions" | "name">): Actor {
  const permissions = WRITES_TO_AWS.filter((permission) => !fleetAllows(fleet, permission));
  return permissions.length === 0 ? actor : { ...actor, fleetOff: { name: fleet.name, permissions } };
}

/** Whether this person may see the fleet. Of other fleets they do not even learn that they exist. */
export function canSee(actor: Actor, fleetId: string): boolean {
  return actor.fleets === undefined || actor.fleets.includes(fleetId);
}
