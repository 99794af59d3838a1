import type { ReactNode } from "react";
import { EmptyState } from "@/components/ui/empty-state";

/** AWS returned only empty pages, and the list goes on: there may still be rows. */
export function NoneSoFar({ action }: { action?: ReactNode }) {
  return (
    <EmptyState title="None so far" action={action}>
      AWS IoT returned empty pages, and there is more to read. “Load more” below continues from there.
    </EmptyState>
  );
}
