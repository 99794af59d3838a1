"use client";

import { Bell, BellRing } from "lucide-react";
import { Button } from "@/components/ui/button";
import type { useNotifyWhenDone } from "./use-notify-when-done";

/** "Notify me when done": a notification of the browser, also where the operation waits for somebody. */
export function NotifyWhenDone({ notification }: { notification: ReturnType<typeof useNotifyWhenDone> }) {
  if (!notification.canNotify) return null;
  const isAsked = notification.wish === "asked";
  return (
    <Button
      aria-pressed={isAsked}
      onClick={() => (isAsked ? notification.forget() : void notification.ask())}
      disabledReason={
        notification.wish === "refused"
          ? "The browser does not allow notifications from this address. Its settings for this page can change that."
          : null
      }
    >
      {isAsked ? <BellRing aria-hidden /> : <Bell aria-hidden />}
      {isAsked ? "Notifies while this tab is open" : "Notify me when done"}
    </Button>
  );
}
