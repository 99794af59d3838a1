"use client";

import { useQuery } from "@tanstack/react-query";
import { useNow } from "@/components/ui/now";
import { countedWords, indexStateWords } from "@/lib/core/format/index-age-words";
import { triageCountsQuery } from "@/lib/client/queries/triage";

/** A cheap read of our own store, answered from a small index. */
const READ_EVERY_MS = 15_000;

/** "12 stuck", in the navigation beside the page that lists them. Its age shows on hover, and is read out. */
export function StuckCount({ fleetId }: { fleetId: string }) {
  const { data } = useQuery({ ...triageCountsQuery(fleetId), refetchInterval: READ_EVERY_MS });
  const now = new Date(useNow());
  if (!data || data.stuck === 0) return null;
  const ageWords = indexStateWords(data.age, now);
  return (
    <span
      title={ageWords}
      className="ml-auto rounded-full bg-warning-soft px-1.75 text-xs font-medium whitespace-nowrap text-warning tabular-nums"
    >
      {countedWords(data.stuck)}
      <span className="sr-only"> stuck. {ageWords}</span>
    </span>
  );
}
