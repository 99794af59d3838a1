"use client";

import { useQuery } from "@tanstack/react-query";
import { useNow } from "@/components/ui/now";
import { countedWords, indexStateWords } from "@/lib/core/format/index-age-words";
import { triageCountsQuery } from "@/lib/client/queries/triage";

/** A question to our own store, answered out of a small index. */
const ASK_EVERY_MS = 15_000;

/** "12 stuck", beside the page that lists them; and of when, for who looks closer or listens. */
export function StuckCount({ fleetId }: { fleetId: string }) {
  const { data } = useQuery({ ...triageCountsQuery(fleetId), refetchInterval: ASK_EVERY_MS });
  const now = new Date(useNow());
  if (!data || data.stuck === 0) return null;
  const standing = indexStateWords(data.age, now);
  return (
    <span
      title={standing}
      className="ml-auto rounded-full bg-warning-soft px-1.75 text-xs font-medium whitespace-nowrap text-warning tabular-nums"
    >
      {countedWords(data.stuck)}
      <span className="sr-only"> stuck. {standing}</span>
    </span>
  );
}
