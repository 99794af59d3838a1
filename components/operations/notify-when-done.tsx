"use client";

import { Bell, BellRing } from "lucide-react";
import { Button } from "@/components/ui/button";
import type { useNotifyWhenDone } from "./use-notify-when-done";

/** Asks for a browser notification when the operation is over, or needs a person to continue. */
export function NotifyWhenDone({ notification }: { notification: ReturnType<typeof useNotifyWhenDone> }) {
  if (!notification.canNotify) return null;
  const isOn = notification.wish === "on";
  return (
    <Button
      aria-pressed={isOn}
      onClick={() => (isOn ? notification.forget() : void notification.ask())}
      disabledReason={
        notification.wish === "refused"
          ? "The browser does not allow notifications from this address. Its settings for this page can change that."
          : null
      }
    >
      {isOn ? <BellRing aria-hidden /> : <Bell aria-hidden />}
      {isOn ? "Notifies while this tab is open" : "Notify me when done"}
    </Button>
  );
}
