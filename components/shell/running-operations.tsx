"use client";
// Cheap to draw: what the compiler would keep weighs more than drawing it again.
"use no memo";

import { useQuery } from "@tanstack/react-query";
import { runningOperationsQuery } from "@/lib/queries/operations";

/** One small question to our own store: often enough for a hint. */
const ASK_EVERY_MS = 15_000;

/** "1 running", beside the page that lists them. */
export function RunningOperations({ fleetId }: { fleetId: string }) {
  const { data } = useQuery({ ...runningOperationsQuery(fleetId), refetchInterval: ASK_EVERY_MS });
  if (!data || data.running === 0) return null;
  return (
    <span className="ml-auto pl-2 text-xs whitespace-nowrap font-medium text-muted">
      {data.running} running
    </span>
  );
}
