import type { Actor } from "@/lib/core/permissions/actor";
import { type Permission, WRITES_TO_AWS } from "@/lib/core/permissions/permissions";
import type { Fleet } from "./fleet";

/** Whether this may be done to the fleet at all, whoever asks. Reading always may. */
export function fleetAllows(fleet: Pick<Fleet, "permissions">, permission: Permission): boolean {
  return (
    fleet.permissions === null ||
    !WRITES_TO_AWS.includes(permission) ||
    fleet.permissions.includes(permission)
  );
}

/** The actor as this fleet has them: with what it does not allow, under its name, beside what is off for everyone. */
export function withFleetLimits(actor: Actor, fleet: Pick<Fleet, "permissions" | "name">): Actor {
  const permissions = WRITES_TO_AWS.filter((permission) => !fleetAllows(fleet, permission));
  return permissions.length === 0 ? actor : { ...actor, fleetOff: { name: fleet.name, permissions } };
}

/** Whether this person has to do with the fleet; of others they do not even learn that they exist. */
export function canSee(actor: Actor, fleetId: string): boolean {
  return actor.fleets === undefined || actor.fleets.includes(fleetId);
}
