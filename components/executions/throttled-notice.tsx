"use client";

import { Hourglass } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { ThrottledWait } from "./send-cancellation";

/** Shows that AWS throttles: the wait is bounded, and nothing has happened yet. */
export function ThrottledNotice({ waiting, onStop }: { waiting: ThrottledWait; onStop: () => void }) {
  return (
    <Notice
      tone="info"
      announce
      icon={<Hourglass aria-hidden />}
      title={`${waiting.api} is throttled.`}
      controls={<Button onClick={onStop}>Stop waiting</Button>}
    >
      Nothing was canceled yet. Trying again in {waiting.seconds} s ({waiting.attempt} of {waiting.attempts}).
    </Notice>
  );
}
