import type { QueryClient } from "@tanstack/react-query";
import { isStaleBuild } from "@/components/shell/is-stale-build";
import { readAfterLostAnswer } from "@/components/shell/read-after-lost-answer";
import { cancelExecutionAction } from "@/lib/server/actions/cancel-execution";
import type { CancelExecutionCommand } from "@/lib/core/contracts/cancel-execution";
import type { Canceled, CancelFailure, Silent } from "@/lib/core/domain/cancel-failure";
import { refusalByState } from "@/lib/core/domain/decide-cancellation";
import type { Execution } from "@/lib/core/domain/execution";
import { compareIdentity } from "@/lib/core/domain/observed-execution";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import { freshExecutionQuery } from "@/lib/client/queries/executions";

/** `silent`: whose answer was lost, where nobody can say who canceled it. Left out: AWS's. */
export interface CanceledHere extends Canceled {
  silent?: Silent;
}

export type CancelResult = Result<CanceledHere, CancelFailure>;

/** The waits while AWS throttles one cancellation: twenty seconds in all, then the person decides. */
const THROTTLED_WAITS_S = [2, 3, 4, 5, 6] as const;

export interface ThrottledWait {
  api: string;
  attempt: number;
  attempts: number;
  seconds: number;
}

/**
 * Sends a cancellation, and sends it again while AWS throttles it, for as long as `wait` says to continue.
 *
 * A throttled call has changed nothing, so it is safe to send again; no other failure is. Where the answer of our own
 * server is lost, the execution is read, as after a lost answer of AWS.
 *
 * @param wait shows the wait, and resolves to whether to continue
 * @throws where the page is older than the server: see `isStaleBuild`
 */
export async function sendCancellation(
  client: QueryClient,
  command: CancelExecutionCommand,
  wait: (throttled: ThrottledWait) => Promise<boolean>,
): Promise<CancelResult> {
  for (const [index, seconds] of THROTTLED_WAITS_S.entries()) {
    const result = await sendOnce(client, command);
    if (result.ok || result.failure.kind !== "throttled") return result;
    const attempts = THROTTLED_WAITS_S.length;
    const goOn = await wait({ api: result.failure.api, attempt: index + 1, attempts, seconds });
    if (!goOn) return result;
  }
  return sendOnce(client, command);
}

async function sendOnce(client: QueryClient, command: CancelExecutionCommand): Promise<CancelResult> {
  try {
    return await cancelExecutionAction(command);
  } catch (error) {
    if (isStaleBuild(error)) throw error; // the server never started
    return complete(client, command);
  }
}

async function complete(client: QueryClient, command: CancelExecutionCommand): Promise<CancelResult> {
  try {
    const current = await readAfterLostAnswer(
      () => client.fetchQuery(freshExecutionQuery(command.fleetId, command)),
      ({ status }) => refusalByState(status) !== null,
    );
    return whatCameOfIt(command, current);
  } catch {
    return UNKNOWN;
  }
}

const UNKNOWN: CancelResult = fail({ kind: "unknown", silent: "console", error: null });

function whatCameOfIt({ observed }: CancelExecutionCommand, current: Execution): CancelResult {
  // Another execution has these names now, so the fate of the intended one can no longer be read.
  if (compareIdentity(observed, current).differs.some((member) => member !== "startedAt")) return UNKNOWN;
  if (current.status === "CANCELED")
    return ok({ current, confirmed: true, by: "us-or-others", silent: "console" });
  const refusal = refusalByState(current.status);
  return fail(
    refusal ? { ...refusal, current } : { kind: "not-canceled", because: "console", error: null, current },
  );
}
