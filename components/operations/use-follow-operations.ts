"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useConsole } from "@/components/shell/console-context";
import { operationStateWord } from "@/lib/core/format/operation-words";
import type { Operation } from "@/lib/core/domain/operation";
import { openOperationsQuery } from "@/lib/client/queries/operations";

/** Has the navigation count again as soon as a page sees that one of these operations stands otherwise than before. */
export function useFollowOperations(operations: readonly Pick<Operation, "id" | "state" | "suspension">[]) {
  const { fleet } = useConsole();
  const client = useQueryClient();
  const standing = operations.map((operation) => `${operation.id} ${operationStateWord(operation)}`).join();
  const seen = useRef(standing);
  useEffect(() => {
    if (seen.current !== standing && seen.current !== "")
      void client.invalidateQueries({ queryKey: openOperationsQuery(fleet.id).queryKey });
    seen.current = standing;
  }, [client, fleet.id, standing]);
}
