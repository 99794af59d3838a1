import type { CancelAnswer, CancelJobAnswer, Unconfirmed } from "./iot-gateway";
import type { WriteAnswer } from "./to-failure";

/**
 * The answer to CancelJobExecution. It declares no limit (facts 1.3): under that name AWS throttles it, which
 * `toWriteAnswer` knows. If it came all the same, nobody would know what it means, so a read has to show the outcome.
 */
export function toCancelAnswer(answer: WriteAnswer): CancelAnswer {
  return answer.kind === "limit-exceeded" ? undeclared("CancelJobExecution", answer.kind) : answer;
}

/** The answer to CancelJob. It declares neither conflict (facts 1.3). */
export function toCancelJobAnswer(answer: WriteAnswer): CancelJobAnswer {
  return answer.kind === "version-conflict" || answer.kind === "invalid-transition"
    ? undeclared("CancelJob", answer.kind)
    : answer;
}

const undeclared = (api: string, error: string): Unconfirmed => ({
  kind: "unconfirmed",
  api,
  because: "error",
  error,
});
