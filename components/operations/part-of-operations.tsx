"use client";

import { useQuery } from "@tanstack/react-query";
import { useConsole } from "@/components/shell/console-context";
import { ExactTime } from "@/components/ui/exact-time";
import { Panel } from "@/components/ui/panel";
import type { ExecutionRef } from "@/lib/core/domain/execution";
import { statusOf } from "@/lib/core/format/item-outcome-words";
import { operationsOfExecutionQuery } from "@/lib/client/queries/operations";
import { ItemOutcomeBadge } from "./item-outcome-badge";
import { OperationLink } from "./operation-link";

/** The operations that include this execution; shows nothing where there is none. */
export function PartOfOperations({ execution: { thingName, jobId } }: { execution: ExecutionRef }) {
  const { fleet } = useConsole();
  const { data = [] } = useQuery(operationsOfExecutionQuery(fleet.id, { thingName, jobId }));
  if (data.length === 0) return null;
  return (
    <Panel title="Operations">
      <ul className="flex flex-col gap-2">
        {data.map(({ id, byName, createdAt, reason, itemState, outcome }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm wrap-anywhere">
            <ItemOutcomeBadge status={statusOf({ state: itemState, outcome })} />
            <span>
              Part of operation <OperationLink operationId={id} /> by {byName},{" "}
              <ExactTime date={createdAt} focusable />
            </span>
            <span className="text-muted">“{reason}”</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
