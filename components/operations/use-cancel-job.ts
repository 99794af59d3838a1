"use client";

import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { isOldPage } from "@/components/shell/is-old-page";
import { cancelJobAction } from "@/lib/actions/cancel-job";
import type { CancelJobCommand } from "@/lib/contracts/cancel-job";
import { type CanceledJob, type CancelJobFailure, isJobOpen } from "@/lib/domain/cancel-job";
import { fail, ok, type Result } from "@/lib/domain/result";
import { jobQuery } from "@/lib/queries/jobs";

export type CancelJobResult = Result<CanceledJob, CancelJobFailure>;

/** Cancels a whole job. Where our own server's answer is lost, the job is read: nothing is assumed. */
export function useCancelJob() {
  const client = useQueryClient();
  const isSending = useRef(false);
  const mutation = useMutation({
    mutationFn: async (command: CancelJobCommand): Promise<CancelJobResult> => {
      try {
        return await cancelJobAction(command);
      } catch (error) {
        if (isOldPage(error)) throw error; // the server never began
        return settle(client, command);
      }
    },
    onSuccess: (_, { fleetId }) => void client.invalidateQueries({ queryKey: [fleetId] }),
  });

  /** Null for a second press before the first could show, and where the page is too old to be heard. */
  async function cancel(command: CancelJobCommand): Promise<CancelJobResult | null> {
    if (isSending.current) return null;
    isSending.current = true;
    try {
      return await mutation.mutateAsync(command);
    } catch (error) {
      if (isOldPage(error)) return null;
      throw error;
    } finally {
      isSending.current = false;
    }
  }

  return { cancel, isPending: mutation.isPending, isOldPage: isOldPage(mutation.error) };
}

async function settle(client: QueryClient, { fleetId, jobId }: CancelJobCommand): Promise<CancelJobResult> {
  try {
    const current = await client.fetchQuery({ ...jobQuery(fleetId, jobId), staleTime: 0 });
    if (current.status === "CANCELED") return ok({ current, confirmed: true });
    return fail(
      isJobOpen(current.status)
        ? { kind: "not-canceled", current }
        : { kind: "job-not-open", status: current.status, current },
    );
  } catch {
    return fail({ kind: "unknown", silent: "console" });
  }
}
