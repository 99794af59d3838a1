"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useConsole } from "@/components/shell/console-context";
import { operationStateWord } from "@/lib/core/format/operation-words";
import type { Operation } from "@/lib/core/domain/operation";
import { openOperationsQuery } from "@/lib/client/queries/operations";

/**
 * Invalidates the navigation's count of open operations when the state of one of these operations changes, so that it
 * need not wait for its own next read.
 *
 * @param operations null: not read yet
 */
export function useFollowOperations(
  operations: readonly Pick<Operation, "id" | "state" | "suspension">[] | null,
) {
  const { fleet } = useConsole();
  const client = useQueryClient();
  const states =
    operations?.map((operation) => `${operation.id} ${operationStateWord(operation)}`).join() ?? null;
  const seen = useRef<string | null>(null);
  useEffect(() => {
    if (states === null) return;
    if (seen.current !== null && seen.current !== states)
      void client.invalidateQueries({ queryKey: openOperationsQuery(fleet.id).queryKey });
    seen.current = states;
  }, [client, fleet.id, states]);
}
