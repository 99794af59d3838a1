import type { RenameFailure } from "@/lib/core/domain/triage";
import { readFailureMessage } from "./read-failure-message";

/** Why a view could not be renamed. */
export function renameFailureMessage(failure: RenameFailure): string {
  switch (failure.kind) {
    case "name-taken":
      return "Another of your views has this name.";
    case "view-gone":
      return "This view no longer exists.";
    default:
      return readFailureMessage(failure);
  }
}
