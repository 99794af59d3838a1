import type { ForbiddenReason } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import type { Actor } from "./actor";
import { type Deed, mayDo } from "./permissions";
import { fitsThingPattern } from "./thing-pattern";

/** What a deed is about; what is left out is not asked about. */
export interface Subject {
  fleetId?: string;
  thingName?: string;
}

export type Forbidden = { kind: "forbidden"; deed: Deed; because: ForbiddenReason; fleetName?: string };

/** The first line of each use case: refuses what this actor may not do, or not there, or nobody may now. */
export function requireMay(actor: Actor, deed: Deed, subject: Subject = {}): Result<void, Forbidden> {
  const because = whyNot(actor, deed, subject);
  if (because === null) return ok(undefined);
  const fleetName = because === "fleet-off" ? actor.fleetOff?.name : undefined;
  return fail({ kind: "forbidden", deed, because, ...(fleetName !== undefined && { fleetName }) });
}

/** The same answer for a button: null where the actor may. */
export function whyNot(
  actor: Actor,
  deed: Deed,
  { fleetId, thingName }: Subject = {},
): ForbiddenReason | null {
  if (!mayDo(actor.role, deed)) return "role";
  if (actor.switchedOff?.includes(deed)) return "switched-off";
  if (actor.fleetOff?.deeds.includes(deed)) return "fleet-off";
  if (actor.fleets && fleetId !== undefined && !actor.fleets.includes(fleetId)) return "fleet";
  if (deed === "cancel-job" && isLimitedToThings(actor)) return "thing";
  const isLimited = actor.thingPattern !== undefined && thingName !== undefined && !READS.includes(deed);
  return isLimited && !fitsThingPattern(thingName, actor.thingPattern!) ? "thing" : null;
}

const READS: readonly Deed[] = ["read", "read-audit"];

/** A whole job may be on any thing, so it is none of theirs alone. */
const isLimitedToThings = ({ thingPattern }: Actor) =>
  thingPattern !== undefined && !/^[*]+$/.test(thingPattern);
