"use client";

import { useQuery } from "@tanstack/react-query";
import { Timer } from "lucide-react";
import Link from "next/link";
import { useConsole } from "@/components/shell/console-context";
import { stuckHref } from "@/components/shell/fleet-href";
import { useLiveQuery } from "@/components/shell/use-live-query";
import { Badge } from "@/components/ui/badge";
import { useNow } from "@/components/ui/now";
import { NO_TRIAGE_FILTER } from "@/lib/core/contracts/triage-filter";
import { countedWords, indexStateWords } from "@/lib/core/format/index-age-words";
import { stuckTotalQuery, triageCountsQuery } from "@/lib/client/queries/triage";

const READ_EVERY_MS = 15_000;

/** How many executions of a job are stuck by the index, as a link to them. Nothing where none is. */
export function JobStuckChip({ jobId }: { jobId: string }) {
  const { fleet } = useConsole();
  const filter = { ...NO_TRIAGE_FILTER, state: "stuck", job: jobId } as const;
  const query = { ...stuckTotalQuery(fleet.id, filter), enabled: fleet.hasIndex };
  const total = useLiveQuery(query, READ_EVERY_MS).data?.total ?? 0;
  // The navigation reads this already.
  const age = useQuery({ ...triageCountsQuery(fleet.id), enabled: fleet.hasIndex }).data?.age;
  const now = new Date(useNow());
  if (total === 0) return null;
  return (
    <Link
      href={stuckHref(fleet.id, { job: jobId })}
      prefetch={false}
      title={age && indexStateWords(age, now)}
      className="rounded-[5px] hover:underline"
    >
      <Badge tone="warning" icon={<Timer aria-hidden />}>
        {countedWords(total)} stuck
      </Badge>
    </Link>
  );
}
