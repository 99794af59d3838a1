"use server";

import {
  type RemoveView,
  removeViewSchema,
  type RenameView,
  renameViewSchema,
  type SaveView,
  saveViewSchema,
} from "@/lib/core/contracts/saved-view";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import type { Result } from "@/lib/core/domain/result";
import type { RenameFailure } from "@/lib/core/domain/triage";
import { removeView, renameView, saveView } from "@/lib/server/stuck/saved-views";
import { doInFleet } from "./do-in-fleet";

/** Saves the present filter of Stuck under a name, for this person only. */
export async function saveViewAction(input: SaveView): Promise<Result<void, ReadFailure>> {
  return doInFleet(saveViewSchema, input, saveView);
}

/** Renames one of the person's own views. */
export async function renameViewAction(input: RenameView): Promise<Result<void, RenameFailure>> {
  return doInFleet(renameViewSchema, input, renameView);
}

/** Removes one of the person's own views. */
export async function removeViewAction(input: RemoveView): Promise<Result<void, ReadFailure>> {
  return doInFleet(removeViewSchema, input, removeView);
}
