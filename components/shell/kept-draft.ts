"use client";

import { useState } from "react";
import { useIsHydrated } from "@/components/ui/use-is-hydrated";

/*
 * What was typed, kept over a reload of the page: a page from before a deployment calls actions that the server no
 * longer has, and only a reload helps. Kept for this tab and this path, and dropped as soon as it was shown again.
 */

/** `go-to-plan`: a plan that was opened from Go to, as every page may have it beside one of its own. */
export type DraftKind = "cancel-execution" | "plan" | "go-to-plan";

const keyOf = (kind: DraftKind) => `standdown-draft-${kind}`;

/** Loads the page again; the dialog of `kind` will open by itself with `draft`. */
export function reloadWithDraft(kind: DraftKind, draft: unknown): void {
  try {
    sessionStorage.setItem(keyOf(kind), JSON.stringify({ path: window.location.pathname, draft }));
  } catch {
    // No storage, or a full one: the reload is needed all the same.
  }
  window.location.reload();
}

/** The draft that this page was reloaded with. Written by the page before the deployment: check its shape. */
export function useKeptDraft(kind: DraftKind): unknown {
  const isHydrated = useIsHydrated();
  const [kept, setKept] = useState<{ draft: unknown } | null>(null);
  if (isHydrated && kept === null) setKept({ draft: readDraft(kind) });
  return kept?.draft ?? null;
}

/** It is on the screen again. */
export function dropDraft(kind: DraftKind): void {
  try {
    sessionStorage.removeItem(keyOf(kind));
  } catch {
    // Without storage there was none.
  }
}

function readDraft(kind: DraftKind): unknown {
  try {
    const kept = JSON.parse(sessionStorage.getItem(keyOf(kind)) ?? "null") as {
      path: string;
      draft: unknown;
    } | null;
    return kept?.path === window.location.pathname ? kept.draft : null;
  } catch {
    return null;
  }
}
