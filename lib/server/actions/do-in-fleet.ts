import type * as z from "zod/mini";
import type { Actor } from "@/lib/core/permissions/actor";
import { findSignedIn } from "@/lib/server/auth/session";
import { type InvalidRequest, parseInput } from "@/lib/core/contracts/parse-input";
import { fail, type Result } from "@/lib/core/domain/result";
import { type FleetServices, findFleetServices } from "@/lib/server/runtime/fleet-services";

/** Why the use case was not called: nobody is signed in, the actor has no access to the fleet, or the input is invalid. */
type NotCalled = { kind: "signed-out" } | { kind: "not-found"; what: string } | InvalidRequest;

/** What every action in a fleet does: finds the actor, parses the input, finds the fleet, and calls the use case. */
export async function doInFleet<Command extends { fleetId: string }, Value, Failure>(
  schema: z.ZodMiniType<Command>,
  input: unknown,
  useCase: (
    services: FleetServices & CurrentActor,
    actor: Actor,
    command: Command,
  ) => Promise<Result<Value, Failure>>,
): Promise<Result<Value, Failure | NotCalled>> {
  const signedIn = await findSignedIn();
  if (!signedIn) return fail({ kind: "signed-out" });
  const command = parseInput(schema, input);
  if (!command.ok) return command;
  const { fleetId } = command.value;
  const services = findFleetServices(fleetId, signedIn.actor);
  if (!services) return fail({ kind: "not-found", what: `The fleet ${fleetId}` });
  return useCase({ ...services, currentActor: () => currentActor(fleetId) }, services.actor, command.value);
}

/** Reads the actor again, to check their rights directly before AWS is called. */
interface CurrentActor {
  currentActor: () => Promise<Actor | null>;
}

async function currentActor(fleetId: string): Promise<Actor | null> {
  const signedIn = await findSignedIn();
  return signedIn && (findFleetServices(fleetId, signedIn.actor)?.actor ?? null);
}
