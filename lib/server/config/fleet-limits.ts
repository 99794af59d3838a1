import type { Actor } from "@/lib/core/permissions/actor";
import { type Deed, WRITES_TO_AWS } from "@/lib/core/permissions/permissions";
import type { Fleet } from "./fleet";

/** Whether this may be done to the fleet at all, whoever asks. Reading always may. */
export function fleetAllows(fleet: Pick<Fleet, "deeds">, deed: Deed): boolean {
  return fleet.deeds === null || !WRITES_TO_AWS.includes(deed) || fleet.deeds.includes(deed);
}

/** The actor as this fleet has them: with what it does not allow, under its name, beside what is off for everyone. */
export function withFleetLimits(actor: Actor, fleet: Pick<Fleet, "deeds" | "name">): Actor {
  const deeds = WRITES_TO_AWS.filter((deed) => !fleetAllows(fleet, deed));
  return deeds.length === 0 ? actor : { ...actor, fleetOff: { name: fleet.name, deeds } };
}

/** Whether this person has to do with the fleet; of others they do not even learn that they exist. */
export function maySee(actor: Actor, fleetId: string): boolean {
  return actor.fleets === undefined || actor.fleets.includes(fleetId);
}
