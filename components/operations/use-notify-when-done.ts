"use client";

import { useEffect, useEffectEvent, useState } from "react";
import { useIsHydrated } from "@/components/ui/use-is-hydrated";

/** `on`: the browser will notify. `refused`: it does not allow notifications. */
type Wish = "none" | "on" | "refused";

/** An event of an operation that is worth a notification. */
export interface Milestone {
  /** `over`: nothing more will come. `needs-person`: it does not continue by itself. */
  kind: "over" | "needs-person";
  title: string;
  body: string;
}

/**
 * Shows a browser notification for each milestone while this tab is open, if the person asked for it and allowed it.
 *
 * @param milestone the one that was reached; null while there is none
 */
export function useNotifyWhenDone(milestone: Milestone | null) {
  const [wish, setWish] = useState<Wish>("none");
  const canNotify = useIsHydrated() && "Notification" in window;

  const kind = milestone?.kind;
  const notify = useEffectEvent(() => {
    if (wish !== "on" || milestone === null) return;
    if (milestone.kind === "over") setWish("none");
    const { title, body } = milestone;
    const note = new Notification(title, { body, tag: title });
    note.onclick = () => {
      window.focus();
      note.close();
    };
  });
  useEffect(() => {
    if (kind !== undefined) notify();
  }, [kind]);

  return {
    canNotify,
    wish,
    /** Asks for the browser's permission: call it from a click. */
    ask: async () => setWish((await Notification.requestPermission()) === "granted" ? "on" : "refused"),
    forget: () => setWish("none"),
  };
}
