"use client";

import { useEffect } from "react";
import * as z from "zod/mini";
import { dropDraft } from "@/components/shell/saved-draft";
import { executionRefSchema } from "@/lib/core/contracts/names";
import { CancelExecutionDialog } from "./cancel-execution-dialog";

const savedCancellationSchema = z.object({
  target: executionRefSchema,
  draft: z.object({
    reason: z.string(),
    // Half-typed pairs are saved too: the form says what is wrong with them.
    statusDetails: z.array(z.object({ key: z.string(), value: z.string() })),
    keepDeviceDetails: z.boolean(),
  }),
});

/**
 * The cancel dialog as it was before the page reloaded. Shows nothing where the draft has another shape: an earlier
 * build may have written it.
 */
export function RestoredCancelDialog({ draft, onClose }: { draft: unknown; onClose: () => void }) {
  useEffect(() => dropDraft("cancel-execution"), []);
  const saved = z.safeParse(savedCancellationSchema, draft);
  return saved.success && <CancelExecutionDialog {...saved.data} onClose={onClose} />;
}
