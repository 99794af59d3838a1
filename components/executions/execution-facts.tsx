"use client";

import type { ReactNode } from "react";
import { ExactTime } from "@/components/ui/exact-time";
import type { Execution } from "@/lib/core/domain/execution";
import { versionWord } from "@/lib/core/format/version-words";
import { ExecutionStatusBadge } from "./execution-status-badge";

/** The facts that a person decides on: status, version, start, and when they were read. */
export function ExecutionFacts({ execution }: { execution: Execution }) {
  return (
    <dl className="grid grid-cols-2 overflow-hidden rounded-lg border border-line sm:grid-cols-4">
      <Fact term="Status">
        <ExecutionStatusBadge status={execution.status} />
      </Fact>
      <Fact term="Version">{versionWord(execution.versionNumber)}</Fact>
      <Fact term="Started">
        <ExactTime date={execution.startedAt} focusable />
      </Fact>
      <Fact term="Read">
        <ExactTime date={execution.readAt} focusable />
      </Fact>
    </dl>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-0.5 border-line px-3 py-2 not-first:border-l max-sm:nth-3:border-l-0 max-sm:nth-[n+3]:border-t">
      <dt className="text-xs text-muted">{term}</dt>
      <dd className="text-sm font-semibold text-ink">{children}</dd>
    </div>
  );
}
