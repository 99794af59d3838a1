"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { isOldPage } from "@/components/shell/is-old-page";
import type { CancelExecutionCommand } from "@/lib/contracts/cancel-execution";
import { dropFromLongLists, isLongList, showInLongLists } from "./long-lists";
import { type CancelResult, sendCancellation, type ThrottledWait } from "./send-cancellation";

/**
 * Cancels, and shows throttling as a wait that one can stop. Leaving the page stops it too: nothing is
 * sent for somebody who is no longer there to see what comes of it.
 */
export function useCancelExecution() {
  const client = useQueryClient();
  const [waiting, setWaiting] = useState<ThrottledWait | null>(null);
  const stopWaiting = useRef<() => void>(null);
  const hasLeft = useRef(false);
  const isSending = useRef(false);

  useEffect(() => {
    hasLeft.current = false;
    return () => {
      hasLeft.current = true;
      stopWaiting.current?.();
    };
  }, []);

  async function wait(throttled: ThrottledWait): Promise<boolean> {
    if (hasLeft.current) return false;
    setWaiting(throttled);
    const goOn = await new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(true), throttled.seconds * 1000);
      stopWaiting.current = () => {
        clearTimeout(timer);
        resolve(false);
      };
    });
    setWaiting(null);
    return goOn;
  }

  function showEverywhere(result: CancelResult, command: CancelExecutionCommand): void {
    if (result.ok) showInLongLists(client, command.fleetId, result.value.current);
    else if ("current" in result.failure) showInLongLists(client, command.fleetId, result.failure.current);
    else if (result.failure.kind === "not-found") dropFromLongLists(client, command.fleetId, command);
    // Not awaited: the answer stands, whether or not the lists can be read again.
    void client.invalidateQueries({
      queryKey: [command.fleetId],
      predicate: (query) => !isLongList(query.state.data),
    });
  }

  const mutation = useMutation({
    mutationFn: (command: CancelExecutionCommand) => sendCancellation(client, command, wait),
    onSuccess: showEverywhere,
  });

  /** Sends it; null for a second press before the first could show, and where the page is too old to be heard. */
  async function cancel(command: CancelExecutionCommand): Promise<CancelResult | null> {
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

  return {
    cancel,
    isPending: mutation.isPending,
    isOldPage: isOldPage(mutation.error),
    waiting,
    stopWaiting: () => stopWaiting.current?.(),
    /** Whether the dialog is gone: what comes of it has to be told elsewhere then. */
    hasLeft: () => hasLeft.current,
  };
}
