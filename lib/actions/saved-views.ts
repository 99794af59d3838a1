"use server";

import { findDoer } from "@/lib/auth/session";
import {
  type RemoveView,
  removeViewSchema,
  type RenameView,
  renameViewSchema,
  type SaveView,
  saveViewSchema,
} from "@/lib/contracts/saved-view";
import type { ReadFailure } from "@/lib/domain/read-failure";
import { fail, type Result } from "@/lib/domain/result";
import type { RenameFailure } from "@/lib/domain/triage";
import { findFleetServices } from "@/lib/services";
import { removeView, renameView, saveView } from "@/lib/triage/saved-views";

/** Keeps what Stuck is asked under a name of one's own. */
export async function saveViewAction(input: SaveView): Promise<Result<void, ReadFailure>> {
  const doer = await findDoer();
  if (!doer) return fail({ kind: "signed-out" });
  const command = saveViewSchema.parse(input);
  const services = findFleetServices(command.fleetId, doer.actor);
  if (!services) return fail({ kind: "not-found", what: `The fleet ${command.fleetId}` });
  return saveView(services, services.actor, command);
}

/** Gives one of one's own views another name. */
export async function renameViewAction(input: RenameView): Promise<Result<void, RenameFailure>> {
  const doer = await findDoer();
  if (!doer) return fail({ kind: "signed-out" });
  const command = renameViewSchema.parse(input);
  const services = findFleetServices(command.fleetId, doer.actor);
  if (!services) return fail({ kind: "not-found", what: `The fleet ${command.fleetId}` });
  return renameView(services, services.actor, command);
}

/** Removes one of one's own views. */
export async function removeViewAction(input: RemoveView): Promise<Result<void, ReadFailure>> {
  const doer = await findDoer();
  if (!doer) return fail({ kind: "signed-out" });
  const command = removeViewSchema.parse(input);
  const services = findFleetServices(command.fleetId, doer.actor);
  if (!services) return fail({ kind: "not-found", what: `The fleet ${command.fleetId}` });
  return removeView(services, services.actor, command);
}
