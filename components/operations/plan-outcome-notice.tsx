import { Notice } from "@/components/ui/notice";
import { operationFailureMessage } from "@/lib/core/format/operation-failure-message";
import type { RequestOutcome } from "./use-request-operation";

type NotStarted = Exclude<RequestOutcome, { kind: "started" }>;

/** Why no operation started, as far as is known. */
export function PlanOutcomeNotice({ outcome }: { outcome: NotStarted }) {
  switch (outcome.kind) {
    case "stale-build":
      return null; // the dialog says above what to do
    case "refused":
      return (
        <Notice tone="danger" announce>
          {operationFailureMessage(outcome.failure)}
        </Notice>
      );
    case "not-started":
      return (
        <Notice tone="danger" announce title="Nothing was started.">
          {SILENCE} The plan is as it was: try again.
        </Notice>
      );
    case "unknown":
      return (
        <Notice tone="warning" announce title="Whether it was started is unknown.">
          {SILENCE} Try again: a plan makes one operation, never two.
        </Notice>
      );
  }
}

const SILENCE = "Standdown's own server did not answer.";
