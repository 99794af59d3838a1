"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { cancelExecutionAction } from "@/lib/actions/cancel-execution";
import type { CancelExecutionCommand } from "@/lib/contracts/cancel-execution";
import type { Canceled, CancelFailure } from "@/lib/domain/cancel-failure";
import { isCancelable } from "@/lib/domain/decide-cancellation";
import type { Execution } from "@/lib/domain/execution";
import { fail, ok, type Result } from "@/lib/domain/result";
import { freshExecutionQuery } from "@/lib/queries/executions";
import { isLongList, showInLongLists } from "./long-lists";

/** The waits of one cancellation that AWS throttles: twenty seconds in all, then the person decides. */
const THROTTLED_WAITS_S = [2, 3, 4, 5, 6] as const;

export interface ThrottledWait {
  api: string;
  attempt: number;
  attempts: number;
  seconds: number;
}

type CancelResult = Result<Canceled, CancelFailure>;

/**
 * Sends a cancellation and waits out throttling where it can be seen.
 *
 * A throttled call has changed nothing, so it is safe to send again; nothing else is. Where our
 * own server's answer is lost, the execution is read again, as after a lost answer of AWS.
 */
export function useCancelExecution() {
  const client = useQueryClient();
  const [waiting, setWaiting] = useState<ThrottledWait | null>(null);
  const stopWaiting = useRef<() => void>(null);

  async function send(command: CancelExecutionCommand): Promise<CancelResult> {
    for (const [index, seconds] of THROTTLED_WAITS_S.entries()) {
      const result = await sendOnce(command);
      if (result.ok || result.failure.kind !== "throttled") return result;
      setWaiting({
        api: result.failure.api,
        attempt: index + 1,
        attempts: THROTTLED_WAITS_S.length,
        seconds,
      });
      const goOn = await pause(seconds);
      setWaiting(null);
      if (!goOn) return result;
    }
    return sendOnce(command);
  }

  function pause(seconds: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(true), seconds * 1000);
      stopWaiting.current = () => {
        clearTimeout(timer);
        resolve(false);
      };
    });
  }

  async function sendOnce(command: CancelExecutionCommand): Promise<CancelResult> {
    try {
      return await cancelExecutionAction(command);
    } catch {
      return settle(command);
    }
  }

  async function settle(command: CancelExecutionCommand): Promise<CancelResult> {
    const api = "Standdown's own server";
    try {
      const current = await client.fetchQuery(freshExecutionQuery(command.fleetId, command));
      if (current.status === "CANCELED") return ok({ current, confirmed: true });
      if (isCancelable(current.status)) return fail({ kind: "not-canceled", api, current });
      return fail({ kind: "already-finished", status: current.status, current });
    } catch {
      return fail({ kind: "unknown", api });
    }
  }

  const mutation = useMutation({
    mutationFn: (command: CancelExecutionCommand) => send(command),
    onSettled: (result, _error, command) => {
      const current = result && currentIn(result);
      if (current) showInLongLists(client, command.fleetId, current);
      // Not awaited: the answer stands, whether or not the lists can be read again.
      void client.invalidateQueries({
        queryKey: [command.fleetId],
        predicate: (query) => !isLongList(query.state.data),
      });
    },
  });

  return {
    cancel: mutation.mutateAsync,
    isPending: mutation.isPending,
    waiting,
    stopWaiting: () => stopWaiting.current?.(),
  };
}

function currentIn(result: CancelResult): Execution | null {
  if (result.ok) return result.value.current;
  return "current" in result.failure ? result.failure.current : null;
}
