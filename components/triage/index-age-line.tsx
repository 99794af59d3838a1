"use client";

import { Notice } from "@/components/ui/notice";
import { useNow } from "@/components/ui/now";
import type { IndexAge } from "@/lib/domain/triage";
import { indexAgeWords, indexFailingTitle, indexFailingWords } from "@/lib/format/triage-words";

/** How old the index is, and what it does not know. */
export function IndexAgeLine({ age }: { age: IndexAge | null }) {
  const now = new Date(useNow());
  return <span className="text-sm text-muted">Index: {age === null ? "…" : indexAgeWords(age, now)}</span>;
}

/** Said aloud where the index does not go on: what is shown is then older than one would think. */
export function IndexFailing({ age }: { age: IndexAge | null }) {
  const words = age && indexFailingWords(age);
  if (!words) return null;
  return (
    <Notice tone="warning" title={indexFailingTitle(age)} announce className="mb-3.5">
      {words}
    </Notice>
  );
}
