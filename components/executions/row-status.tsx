"use client";
// One badge, cheap to draw: what the compiler would keep made this twice as big.
"use no memo";

import { Hourglass } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { isCancelable } from "@/lib/domain/decide-cancellation";
import type { ExecutionRef } from "@/lib/domain/execution";
import { useCancelRequested } from "./cancel-requested";
import { ExecutionStatusBadge } from "./execution-status-badge";

/** What AWS says now; and "cancel requested" for as long as its reads lag behind a cancellation of ours. */
export function RowStatus({ execution }: { execution: ExecutionRef & { status: string } }) {
  const requested = useCancelRequested(execution);
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5">
      <ExecutionStatusBadge status={execution.status} />
      {requested && isCancelable(execution.status) && (
        <Badge tone="warning" icon={<Hourglass aria-hidden />}>
          cancel requested
        </Badge>
      )}
    </span>
  );
}
