"use client";
// Cheap to draw: what the compiler would keep weighs more than drawing it again.
"use no memo";

import { useEffect, useEffectEvent, useState } from "react";
import { useIsHydrated } from "@/components/ui/use-is-hydrated";

/** `asked`: it will be told. `refused`: the browser does not let us. */
type Wish = "none" | "asked" | "refused";

/** Has the browser say that something is over, if the person asked for it and allowed it, while this tab is open. */
export function useToldWhenDone({ over, title, body }: { over: boolean; title: string; body: string }) {
  const [wish, setWish] = useState<Wish>("none");
  const canTell = useIsHydrated() && "Notification" in window;

  const tell = useEffectEvent(() => {
    if (wish !== "asked") return;
    setWish("none");
    const note = new Notification(title, { body, tag: title });
    note.onclick = () => {
      window.focus();
      note.close();
    };
  });
  useEffect(() => {
    if (over) tell();
  }, [over]);

  return {
    canTell,
    wish,
    /** Asks the browser's permission on this very click. */
    ask: async () => setWish((await Notification.requestPermission()) === "granted" ? "asked" : "refused"),
    forget: () => setWish("none"),
  };
}
