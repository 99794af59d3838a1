"use client";

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { isStaleBuild } from "@/components/shell/is-stale-build";
import { readAfterLostAnswer } from "@/components/shell/read-after-lost-answer";
import { useAction } from "@/components/shell/use-action";
import { cancelJobAction } from "@/lib/server/actions/cancel-job";
import type { CancelJobCommand } from "@/lib/core/contracts/cancel-job";
import type { Silent } from "@/lib/core/domain/cancel-failure";
import { type CanceledJob, type CancelJobFailure, isJobOpen } from "@/lib/core/domain/cancel-job";
import { isSameTime } from "@/lib/core/domain/observed-execution";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import { freshJobQuery } from "@/lib/client/queries/jobs";

/** `silent`: whose answer was lost, if it is unknown who canceled the job. Omitted if it was AWS's. */
export type CancelJobResult = Result<CanceledJob & { silent?: Silent }, CancelJobFailure>;

/** Cancels a whole job. Where the answer of our own server is lost, the job is read: nothing is assumed. */
export function useCancelJob() {
  const client = useQueryClient();
  const { send, ...rest } = useAction(
    async (command: CancelJobCommand): Promise<CancelJobResult> => {
      try {
        return await cancelJobAction(command);
      } catch (error) {
        if (isStaleBuild(error)) throw error; // the server never started
        return resolveByRead(client, command);
      }
    },
    (_, { fleetId }) => void client.invalidateQueries({ queryKey: [fleetId] }),
  );
  return { cancel: send, ...rest };
}

async function resolveByRead(
  client: QueryClient,
  { fleetId, jobId, seenCreatedAt }: CancelJobCommand,
): Promise<CancelJobResult> {
  try {
    const current = await readAfterLostAnswer(
      () => client.fetchQuery(freshJobQuery(fleetId, jobId)),
      ({ status }) => !isJobOpen(status),
    );
    if (isSameTime(seenCreatedAt, current.createdAt) === false) return UNKNOWN;
    if (current.status === "CANCELED")
      return ok({ current, confirmed: true, by: "us-or-others", silent: "console" });
    return fail(
      isJobOpen(current.status)
        ? { kind: "not-canceled", error: null, current }
        : { kind: "job-not-open", status: current.status, current },
    );
  } catch {
    return UNKNOWN;
  }
}

const UNKNOWN: CancelJobResult = fail({ kind: "unknown", silent: "console", error: null });
