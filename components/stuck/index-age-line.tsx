"use client";

import Link from "next/link";
import { useConsole } from "@/components/shell/console-context";
import { jobHref } from "@/components/shell/fleet-href";
import { Notice } from "@/components/ui/notice";
import { useNow } from "@/components/ui/now";
import type { IndexAge } from "@/lib/core/domain/triage";
import { countOf } from "@/lib/core/format/count";
import { indexAgeWords, indexFailureTitle } from "@/lib/core/format/index-age-words";
import { indexFailureWords } from "@/lib/core/format/triage-words";

/** How old the index is, and what it does not know. */
export function IndexAgeLine({ age }: { age: IndexAge | null }) {
  const now = new Date(useNow());
  return <span className="text-sm text-muted">Index: {age === null ? "…" : indexAgeWords(age, now)}</span>;
}

/** Announced where the index stops updating: what is shown is then older than it looks. */
export function IndexFailing({ age }: { age: IndexAge | null }) {
  const words = age && indexFailureWords(age);
  if (!words) return null;
  return (
    <Notice tone="warning" title={indexFailureTitle(age)} announce className="mb-3.5">
      {words}
      <NotReadJobs age={age} />
    </Notice>
  );
}

/** Named only where they are all that is amiss. */
function NotReadJobs({ age: { failure, jobsRefused, refusedJobIds } }: { age: IndexAge }) {
  const { fleet } = useConsole();
  if (failure?.scope !== "jobs") return null;
  const others = jobsRefused - refusedJobIds.length;
  return (
    <>
      {" "}
      Not read:{" "}
      {refusedJobIds.map((jobId, at) => (
        <span key={jobId}>
          {at > 0 && ", "}
          <Link
            href={jobHref(fleet.id, jobId)}
            prefetch={false}
            className="font-mono wrap-anywhere underline"
          >
            {jobId}
          </Link>
        </span>
      ))}
      {others > 0 && ` and ${countOf(others, "other")}`}.
    </>
  );
}
