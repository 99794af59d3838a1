"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { useConsole } from "@/components/shell/console-context";
import { auditHref, jobHref, thingHref } from "@/components/shell/fleet-href";
import { ExactTime } from "@/components/ui/exact-time";
import { Panel } from "@/components/ui/panel";
import type { RequestedSelector, LeftOut, Operation } from "@/lib/core/domain/operation";
import { countWords } from "@/lib/core/format/count";
import { selectorWords } from "@/lib/core/format/operation-words";
import { OperationLink } from "./operation-link";

/** The request as the audit log has it. */
export function OperationRequest({
  operation,
  retries,
}: {
  operation: Operation;
  retries: readonly string[];
}) {
  const { fleet } = useConsole();
  const { by, order, question: selector, plannedAt, leftOut, retryOf } = operation;
  const details = Object.entries(order.statusDetails);
  return (
    <Panel title="Request">
      <dl className="flex flex-col gap-2.5 text-sm">
        <Fact label="By">{by.email ?? by.name}</Fact>
        <Fact label="Started">
          <ExactTime date={operation.startedAt ?? operation.createdAt} focusable />
        </Fact>
        {operation.finishedAt && (
          <Fact label="Ended">
            <ExactTime date={operation.finishedAt} focusable />
          </Fact>
        )}
        <Subject selector={selector} />
        <Fact label="Selection">
          {selectorWords(selector)}, <ExactTime date={plannedAt} focusable />
        </Fact>
        <Fact label="Left out">{leftOutWords(leftOut)}</Fact>
        <Fact label="Force">{order.force ? "yes: in progress too" : "no: queued only"}</Fact>
        <Fact label="Guard">{guardWords(order)}</Fact>
        <Fact label="Reason">{order.reason}</Fact>
        {details.length > 0 && (
          <Fact label="Status details">
            {details.map(([key, value]) => (
              <span key={key} className="block font-mono text-xs">
                {key}={value}
              </span>
            ))}
          </Fact>
        )}
        {retryOf !== null && (
          <Fact label="Retry of">
            <OperationLink operationId={retryOf} />
          </Fact>
        )}
        {retries.length > 0 && (
          <Fact label="Retried by">
            {retries.map((id) => (
              <span key={id} className="block">
                <OperationLink operationId={id} />
              </span>
            ))}
          </Fact>
        )}
      </dl>
      <Link
        href={auditHref(fleet.id, { operation: operation.id })}
        prefetch={false}
        className="mt-3 inline-block text-sm text-accent hover:underline"
      >
        In the audit log
      </Link>
    </Panel>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex justify-between gap-4">
      <dt className="shrink-0 text-muted">{label}</dt>
      <dd className="min-w-0 text-right wrap-anywhere text-ink">{children}</dd>
    </div>
  );
}

function Subject({ selector }: { selector: RequestedSelector }) {
  const { fleet } = useConsole();
  const jobId = "jobId" in selector ? selector.jobId : undefined;
  const thingName = "thingName" in selector ? selector.thingName : undefined;
  return (
    <>
      {jobId !== undefined && (
        <Fact label="Job">
          <Link href={jobHref(fleet.id, jobId)} prefetch={false} className="font-mono hover:underline">
            {jobId}
          </Link>
        </Fact>
      )}
      {thingName !== undefined && (
        <Fact label="Thing">
          <Link href={thingHref(fleet.id, thingName)} prefetch={false} className="font-mono hover:underline">
            {thingName}
          </Link>
        </Fact>
      )}
    </>
  );
}

/** The conditions for each execution when AWS is called. */
function guardWords({ force, evenIfProgressed }: Operation["order"]): string {
  if (!force) return "same execution, not started meanwhile";
  return evenIfProgressed
    ? "same execution, even if it reported progress"
    : "same execution, no progress reported since the plan";
}

function leftOutWords(leftOut: LeftOut): string {
  const named: [number, string][] = [
    [leftOut.inProgress, "in progress"],
    [leftOut.finished, "finished"],
    [leftOut.gone, "gone"],
    [leftOut.replaced, "replaced by another execution"],
    [leftOut.unknownStatus, "in an unknown status"],
    [leftOut.notAllowed, "on things with other names"],
  ];
  const words = named.filter(([count]) => count > 0).map(([count, word]) => `${countWords(count)} ${word}`);
  return words.join(", ") || "nothing";
}
