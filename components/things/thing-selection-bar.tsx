"use client";

import { BulkCancelBar } from "@/components/operations/bulk-cancel-bar";
import { wholeOfThing } from "@/components/operations/whole-selection";
import type { LiveList } from "@/components/shell/use-live-list";
import type { RowSelection } from "@/components/ui/row-selection";
import type { ExecutionSummary } from "@/lib/core/domain/execution";

/** The selection bar of a thing's open executions. Loaded after the page, as nothing is selected at first. */
export function ThingSelectionBar({
  selection,
  thingName,
  open,
}: {
  selection: RowSelection<ExecutionSummary>;
  thingName: string;
  open: Pick<LiveList<ExecutionSummary>, "rows" | "readAt" | "hasMore">;
}) {
  const areAllRead = open.readAt !== null && !open.hasMore;
  const queued = open.rows.filter(({ status }) => status === "QUEUED").length;
  return <BulkCancelBar selection={selection} whole={wholeOfThing(thingName, areAllRead ? queued : null)} />;
}
