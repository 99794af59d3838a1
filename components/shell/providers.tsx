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
        // AWS is asked again on the server, where the rate limiter sees it; a retry here would only hide the answer.
        // The server may be on this very machine, so "offline" says nothing about it; above all, no cancellation
        // may wait for a network and be sent when nobody thinks of it any more.
        defaultOptions: {
          queries: { staleTime: STALE_AFTER_MS, retry: false, networkMode: "always" },
          mutations: { retry: false, networkMode: "always" },
        },
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
