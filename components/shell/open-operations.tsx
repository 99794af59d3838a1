"use client";

import { useQuery } from "@tanstack/react-query";
import { openOperationsWords } from "@/lib/core/format/open-operations-words";
import { openOperationsQuery } from "@/lib/client/queries/operations";

/** A cheap read of our own store. The pages of operations trigger one as soon as they see a state change. */
const READ_EVERY_MS = 15_000;

/** "1 running", "2 paused", in the navigation beside the page that lists them. */
export function OpenOperations({ fleetId }: { fleetId: string }) {
  const { data, isError } = useQuery({ ...openOperationsQuery(fleetId), refetchInterval: READ_EVERY_MS });
  const words = data && !isError ? openOperationsWords(data) : []; // what cannot be read is not called running
  if (words.length === 0) return null;
  return (
    <span className="ml-auto flex gap-x-1.5 pl-2 text-xs leading-tight font-medium whitespace-nowrap text-muted md:flex-col md:items-end">
      {words.map((word) => (
        <span key={word}>{word}</span>
      ))}
    </span>
  );
}
