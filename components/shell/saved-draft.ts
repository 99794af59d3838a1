"use client";

import { useState } from "react";
import { useIsHydrated } from "@/components/ui/use-is-hydrated";

/*
 * Saves what was typed over a reload of the page. A page from before a deployment calls actions that the server no
 * longer has, and only a reload helps. Saved for this tab and this path, and dropped once it is shown again.
 */

/** `go-to-plan`: a plan opened from Go to. Every page may have one beside a plan of its own. */
export type DraftKind = "cancel-execution" | "plan" | "go-to-plan";

const keyOf = (kind: DraftKind) => `standdown-draft-${kind}`;

/** Reloads the page. The dialog of `kind` then opens by itself with `draft`. */
export function reloadWithDraft(kind: DraftKind, draft: unknown): void {
  try {
    sessionStorage.setItem(keyOf(kind), JSON.stringify({ path: window.location.pathname, draft }));
  } catch {
    // No storage, or a full one: reload all the same.
  }
  window.location.reload();
}

/** The draft that this page was reloaded with. The build before the deployment wrote it: check its shape. */
export function useSavedDraft(kind: DraftKind): unknown {
  const isHydrated = useIsHydrated();
  const [saved, setSaved] = useState<{ draft: unknown } | null>(null);
  if (isHydrated && saved === null) setSaved({ draft: readDraft(kind) });
  return saved?.draft ?? null;
}

/** Drops the draft: it is on the screen again. */
export function dropDraft(kind: DraftKind): void {
  try {
    sessionStorage.removeItem(keyOf(kind));
  } catch {
    // Without storage there is no draft.
  }
}

function readDraft(kind: DraftKind): unknown {
  try {
    const saved = JSON.parse(sessionStorage.getItem(keyOf(kind)) ?? "null") as {
      path: string;
      draft: unknown;
    } | null;
    return saved?.path === window.location.pathname ? saved.draft : null;
  } catch {
    return null;
  }
}
