"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { RequestTime } from "@/components/ui/now";
import { ToastRegion } from "@/components/ui/toast-region";

/** Rows that the server has just rendered need no read for this long. */
const STALE_AFTER_MS = 2_000;

/** What every page needs around it: the query cache, the shared clock, and the place where toasts appear. */
export function Providers({ requestedAt, children }: { requestedAt: number; children: ReactNode }) {
  const [queryClient] = useState(
    () =>
      new QueryClient({
        // The server repeats calls to AWS, where the rate limiter counts them: a retry here would only hide the answer.
        // "offline" says nothing about the server, which may be on this very machine. Above all, no cancellation may
        // wait for a network and be sent when nobody thinks of it any more.
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
