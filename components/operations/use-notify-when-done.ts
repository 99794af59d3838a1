"use client";

import { useEffect, useEffectEvent, useState } from "react";
import { useIsHydrated } from "@/components/ui/use-is-hydrated";

/** `asked`: the browser will notify. `refused`: it does not let us. */
type Wish = "none" | "asked" | "refused";

/** Something that a person who waits wants to know. */
export interface Milestone {
  /** `over`: nothing more will come. `needs-somebody`: it does not go on by itself. */
  kind: "over" | "needs-somebody";
  title: string;
  body: string;
}

/**
 * Has the browser notify of each milestone, if the person asked for it and allowed it, while this tab is open.
 *
 * @param milestone what has been reached; null while there is nothing to say
 */
export function useNotifyWhenDone(milestone: Milestone | null) {
  const [wish, setWish] = useState<Wish>("none");
  const canNotify = useIsHydrated() && "Notification" in window;

  const kind = milestone?.kind;
  const notify = useEffectEvent(() => {
    if (wish !== "asked" || milestone === null) return;
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
    /** Asks the browser's permission on this very click. */
    ask: async () => setWish((await Notification.requestPermission()) === "granted" ? "asked" : "refused"),
    forget: () => setWish("none"),
  };
}
