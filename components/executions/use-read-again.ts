"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useConsole } from "@/components/shell/console-context";
import { toFailure } from "@/components/shell/read-error";
import type { OutcomeFailure } from "@/lib/core/domain/cancel-outcome";
import type { Execution } from "@/lib/core/domain/execution";
import { freshExecutionQuery } from "@/lib/client/queries/executions";

/** Reads the execution without any cache. */
export function useReadAgain(
  seen: Execution,
  callbacks: {
    onRead: (current: Execution) => void;
    onGone: (failure: Extract<OutcomeFailure, { kind: "not-found" }>) => void;
  },
) {
  const client = useQueryClient();
  const { fleet } = useConsole();
  const [isReading, setReading] = useState(false);
  const [failure, setFailure] = useState<ReturnType<typeof toFailure> | null>(null);

  const again = async () => {
    setReading(true);
    setFailure(null);
    try {
      callbacks.onRead(await client.fetchQuery(freshExecutionQuery(fleet.id, seen)));
    } catch (error) {
      const why = toFailure(error as Error);
      if (why.kind === "not-found") callbacks.onGone(why);
      else setFailure(why);
    } finally {
      setReading(false);
    }
  };
  return { again, isReading, failure };
}
