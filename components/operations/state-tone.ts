import type { Tone } from "@/components/ui/tone";
import type { ItemStatus } from "@/lib/core/domain/item-groups";

/** An execution that had ended by itself is no failed cancellation, so it is gray. */
export const STATE_TONE: Record<ItemStatus, Tone> = {
  canceled: "success",
  "already-finished": "neutral",
  "not-found": "neutral",
  "started-meanwhile": "warning",
  "changed-meanwhile": "warning",
  denied: "danger",
  "gave-up": "danger",
  unknown: "warning",
  stopped: "neutral",
  waiting: "neutral",
  "in-hand": "info",
};
