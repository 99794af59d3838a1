"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { RequestTime } from "@/components/ui/now";
import { ToastRegion } from "@/components/ui/toast-region";

/** What the server has just rendered is fresh enough not to be asked again at once. */
const STALE_AFTER_MS = 2_000;

/** All that every page needs around it: the query cache, the shared clock, and the place where toasts appear. */
export function Providers({ requestedAt, children }: { requestedAt: number; children: ReactNode }) {
  const [queryClient] = useState(
    () =>
      new QueryClient({
        // AWS is retried once, on the server, where the pacer sees it; a retry here would only hide the answer.
        defaultOptions: { queries: { staleTime: STALE_AFTER_MS, retry: false, refetchOnWindowFocus: true } },
      }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <RequestTime value={requestedAt}>
        {children}
        <ToastRegion />
      </RequestTime>
    </QueryClientProvider>
  );
}
