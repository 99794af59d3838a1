"use client";

import { useQuery } from "@tanstack/react-query";
import { useConsole } from "@/components/shell/console-context";
import { REFRESH_EVERY_MS } from "@/components/shell/use-live-list";
import { isOver, type Operation } from "@/lib/core/domain/operation";
import { duration } from "@/lib/core/format/duration";
import { isSuspended } from "@/lib/core/format/operation-words";
import { timeLeftWords } from "@/lib/core/format/pace-words";
import { operationQuery } from "@/lib/client/queries/operations";

/** How long it still takes, or took. Reads the pace only of a running operation. */
export function TimeLeftCell({ operation }: { operation: Operation }) {
  const { fleet } = useConsole();
  const { id, state, createdAt, startedAt, finishedAt } = operation;
  const goesOn = state === "running" && !isSuspended(operation);
  const { data } = useQuery({
    ...operationQuery(fleet.id, id),
    enabled: goesOn,
    refetchInterval: REFRESH_EVERY_MS,
  });
  if (isOver(state))
    return finishedAt && <>took {duration(finishedAt.getTime() - (startedAt ?? createdAt).getTime())}</>;
  if (!goesOn) return <>—</>;
  const seconds = data?.pace.secondsLeft ?? null;
  return <>{seconds === null ? "…" : timeLeftWords(seconds)}</>;
}
