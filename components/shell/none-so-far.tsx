// Seldom shown: what the compiler would keep made this twice as big.
"use no memo";

import type { ReactNode } from "react";
import { EmptyState } from "@/components/ui/empty-state";

/** AWS answered empty pages only, and the list goes on: nobody knows yet whether there are any. */
export function NoneSoFar({ action }: { action?: ReactNode }) {
  return (
    <EmptyState title="None so far" action={action}>
      AWS IoT answered with empty pages, and has more to read: “Load more” below goes on from there.
    </EmptyState>
  );
}
