import type { Silent } from "@/lib/core/domain/cancel-failure";
import type { OutcomeFailure } from "@/lib/core/domain/cancel-outcome";

/** An outcome in a few words, as the dialog's title. */
export function outcomeTitle(failure: OutcomeFailure): string {
  switch (failure.kind) {
    case "version-conflict":
    case "replaced":
    case "needs-force":
    case "already-finished":
    case "unknown-status":
      return "It changed while you were deciding";
    case "already-canceled":
      return "Already canceled";
    case "not-canceled":
      return failure.because === "refused" ? "AWS refused" : unconfirmedBy(failure.because);
    case "unknown":
      return unconfirmedBy(failure.silent);
    case "not-found":
      return "The execution is gone";
  }
}

const unconfirmedBy = (silent: Silent) => (silent === "aws" ? "AWS did not confirm" : "It was not confirmed");

export function outcomeTone(failure: OutcomeFailure): "danger" | "warning" | "success" | "info" {
  switch (failure.kind) {
    case "version-conflict":
    case "replaced":
    case "needs-force":
      return "danger";
    case "already-canceled":
      return "success";
    case "already-finished":
    case "unknown-status":
    case "not-found":
      return "info";
    case "not-canceled":
    case "unknown":
      return "warning";
  }
}
