"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useAction } from "@/components/shell/use-action";
import type { CancelExecutionCommand } from "@/lib/core/contracts/cancel-execution";
import { dropFromLongLists, isLongList, showInLongLists } from "./long-lists";
import { type CancelResult, sendCancellation, type ThrottledWait } from "./send-cancellation";

/**
 * Cancels, and shows throttling as a wait that the person can stop. Leaving the page stops it too: nothing is sent for
 * a person who can no longer see the outcome.
 */
export function useCancelExecution() {
  const client = useQueryClient();
  const [waiting, setWaiting] = useState<ThrottledWait | null>(null);
  const stopWaiting = useRef<() => void>(null);
  const hasLeft = useRef(false);

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

  const { send, isPending, isStaleBuild } = useAction(
    (command: CancelExecutionCommand) => sendCancellation(client, command, wait),
    showEverywhere,
  );

  return {
    cancel: send,
    isPending,
    isStaleBuild,
    waiting,
    stopWaiting: () => stopWaiting.current?.(),
    /** Whether the dialog is gone: the outcome must then be shown elsewhere. */
    hasLeft: () => hasLeft.current,
  };
}
