"use client";

import { Hourglass, Timer } from "lucide-react";
import { useConsole } from "@/components/shell/console-context";
import { Badge } from "@/components/ui/badge";
import { useNow } from "@/components/ui/now";
import { isCancelable } from "@/lib/core/domain/decide-cancellation";
import type { ExecutionRef } from "@/lib/core/domain/execution";
import { isStuck, type Silence } from "@/lib/core/domain/is-stuck";
import { useCancelRequested } from "./cancel-requested";
import { ExecutionStatusBadge } from "./execution-status-badge";

/**
 * The status by AWS. Beside it "cancel requested" while AWS's reads lag behind a cancellation of ours, else "stuck"
 * where the execution has been in progress for too long without an update.
 *
 * @param typeName the thing's type, where it was read
 */
export function RowStatus({
  execution,
  typeName,
}: {
  execution: ExecutionRef & Silence;
  typeName?: string | null;
}) {
  const requested = useCancelRequested(execution) && isCancelable(execution.status);
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5">
      <ExecutionStatusBadge status={execution.status} />
      {requested ? (
        <Badge tone="warning" icon={<Hourglass aria-hidden />}>
          cancel requested
        </Badge>
      ) : (
        execution.status === "IN_PROGRESS" && <StuckBadge execution={execution} typeName={typeName} />
      )}
    </span>
  );
}

function StuckBadge({ execution, typeName }: { execution: Silence; typeName?: string | null }) {
  const { thresholds } = useConsole().fleet;
  if (!isStuck(execution, typeName, thresholds, useNow())) return null;
  return (
    <Badge tone="warning" icon={<Timer aria-hidden />}>
      stuck
    </Badge>
  );
}
