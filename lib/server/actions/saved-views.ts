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

/** Keeps what Stuck is asked under a name of one's own. */
export async function saveViewAction(input: SaveView): Promise<Result<void, ReadFailure>> {
  return doInFleet(saveViewSchema, input, saveView);
}

/** Gives one of one's own views another name. */
export async function renameViewAction(input: RenameView): Promise<Result<void, RenameFailure>> {
  return doInFleet(renameViewSchema, input, renameView);
}

/** Removes one of one's own views. */
export async function removeViewAction(input: RemoveView): Promise<Result<void, ReadFailure>> {
  return doInFleet(removeViewSchema, input, removeView);
}
