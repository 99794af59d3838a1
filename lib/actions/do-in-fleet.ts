import type { Actor } from "@/lib/auth/actor";
import { findDoer } from "@/lib/auth/session";
import { fail, type Result } from "@/lib/domain/result";
import { type FleetServices, findFleetServices } from "@/lib/services";

/** Why a deed is not even asked for: nobody is signed in, or they have nothing to do with that fleet. */
type NotAsked = { kind: "signed-out" } | { kind: "not-found"; what: string };

/**
 * The moves of every action in a fleet: who asks, what exactly, and the use case, in the name of who asks.
 *
 * @throws on input that our own pages cannot send
 */
export async function doInFleet<Command extends { fleetId: string }, Value, Failure>(
  schema: { parse: (input: unknown) => Command },
  input: unknown,
  deed: (
    services: FleetServices & CurrentActor,
    actor: Actor,
    command: Command,
  ) => Promise<Result<Value, Failure>>,
): Promise<Result<Value, Failure | NotAsked>> {
  const doer = await findDoer();
  if (!doer) return fail({ kind: "signed-out" });
  const command = schema.parse(input);
  const services = findFleetServices(command.fleetId, doer.actor);
  if (!services) return fail({ kind: "not-found", what: `The fleet ${command.fleetId}` });
  return deed({ ...services, currentActor: () => currentActor(command.fleetId) }, services.actor, command);
}

/** Who asks, as they are when it is asked again: directly before AWS is called. */
interface CurrentActor {
  currentActor: () => Promise<Actor | null>;
}

async function currentActor(fleetId: string): Promise<Actor | null> {
  const doer = await findDoer();
  return doer && (findFleetServices(fleetId, doer.actor)?.actor ?? null);
}
