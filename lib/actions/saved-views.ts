"use server";

import { findDoer } from "@/lib/auth/session";
import { type RemoveView, removeViewSchema, type SaveView, saveViewSchema } from "@/lib/contracts/saved-view";
import type { ReadFailure } from "@/lib/domain/read-failure";
import { fail, type Result } from "@/lib/domain/result";
import { findFleetServices } from "@/lib/services";
import { removeView, saveView } from "@/lib/triage/saved-views";

/** Keeps what Stuck is asked under a name of one's own. */
export async function saveViewAction(input: SaveView): Promise<Result<void, ReadFailure>> {
  const doer = await findDoer();
  if (!doer) return fail({ kind: "signed-out" });
  const command = saveViewSchema.parse(input);
  const services = findFleetServices(command.fleetId, doer.actor);
  if (!services) return fail({ kind: "not-found", what: `The fleet ${command.fleetId}` });
  return saveView(services, services.actor, command);
}

export async function removeViewAction(input: RemoveView): Promise<Result<void, ReadFailure>> {
  const doer = await findDoer();
  if (!doer) return fail({ kind: "signed-out" });
  const command = removeViewSchema.parse(input);
  const services = findFleetServices(command.fleetId, doer.actor);
  if (!services) return fail({ kind: "not-found", what: `The fleet ${command.fleetId}` });
  return removeView(services, services.actor, command);
}
